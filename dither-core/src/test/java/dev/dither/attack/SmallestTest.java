package dev.dither.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dither.nn.Network;
import dev.dither.tensor.Scope;
import dev.dither.tensor.Shape;
import dev.dither.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmallestTest {
    private final float[] clean = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};

    @AutoClose
    final Scope scope = Scope.open();

    private Network network;
    private Smallest found;

    @BeforeEach
    void begin() {
        network = Victims.linear();
        Threat threat = new Threat(Norm.L2, 1, Bounds.UNIT);
        found = new Smallest(
                new Attempt(Oracle.mean(network), Victims.batch(clean, 0, 0), Goal.UNTARGETED, threat, Victims.ROOT),
                1e-3);
    }

    @AfterEach
    void end() {
        network.close();
    }

    @Test
    void coefficientsGrowTenfoldUntilASuccessAndAreHalvedBetweenTheLimitsAfterIt() {
        assertThat(found.coefficients()).containsExactly(1e-3, 1e-3);
        look(0.1f, 9, false, false);
        found.narrow();
        assertThat(found.coefficients()).containsExactly(1e-2, 1e-2);
        look(0.1f, 9, true, false); // one success is enough, whatever follows
        look(0.1f, 9, false, false);
        found.narrow();
        assertThat(found.coefficients()).containsExactly((1e-3 + 1e-2) / 2, 1e-1);
        found.narrow();
        assertThat(found.coefficients()).containsExactly((0.0055 + 1e-2) / 2, 1);
        look(0.1f, 9, true, true);
        found.narrow();
        assertThat(found.coefficients()).containsExactly((0.0055 + 0.00775) / 2, (1e-1 + 1) / 2);
    }

    @Test
    void theSmallestSuccessIsKept() {
        look(0.1f, 0.4f, true, false);
        look(0.2f, 0.3f, true, false);
        look(0.3f, 0.35f, true, false);
        look(0.4f, 0.1f, false, false);
        assertThat(found.examples().toFloats()).containsExactly(0.2f, 0.2f, 0.2f, 0.2f, 0.5f, 0.5f, 0.5f, 0.5f);
    }

    @Test
    void successesBeyondTheRadiusGuideTheSearchButAreNotKept() {
        look(0.1f, 1.1f, true, true);
        assertThat(found.examples().toFloats()).isEqualTo(clean);
        found.narrow();
        assertThat(found.coefficients()).containsExactly(5e-4, 5e-4);
    }

    @Test
    void rowsAreNumbersInTheBatch() {
        Tensor one = Tensor.full(0.3, Shape.of(1, 4));
        found.look(new int[] {1}, one, new float[] {0.2f}, new boolean[] {true});
        found.narrow();
        assertThat(found.examples().toFloats()).containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 0.3f, 0.3f, 0.3f, 0.3f);
        assertThat(found.coefficients()).containsExactly(1e-2, 5e-4);
    }

    private void look(float value, float square, boolean first, boolean second) {
        Tensor x = Tensor.full(value, Shape.of(2, 4));
        found.look(new int[] {0, 1}, x, new float[] {square, square}, new boolean[] {first, second});
    }
}
