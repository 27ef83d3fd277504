package dev.dither.contracts;

import dev.dither.attack.Attack;
import dev.dither.attack.CarliniWagner;
import dev.dither.attack.FastGradientSign;
import dev.dither.attack.Norm;
import dev.dither.attack.ProjectedGradient;
import dev.dither.attack.Threat;
import dev.dither.testkit.AttackContract;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A new attack is one more line in {@link #cases}. */
@ParameterizedClass
@MethodSource("cases")
class AttacksTest implements AttackContract {
    record Case(Attack attack, Threat threat) {}

    @Parameter
    Case subject;

    static List<Case> cases() {
        Threat cube = new Threat(Norm.LINF, 0.3, BOX);
        Threat ball = new Threat(Norm.L2, 0.6, BOX);
        return List.of(
                new Case(new FastGradientSign(), cube),
                new Case(new FastGradientSign(), ball),
                new Case(ProjectedGradient.iterative(5, 0.3), cube),
                new Case(ProjectedGradient.of(10), cube),
                new Case(ProjectedGradient.of(10), ball),
                new Case(ProjectedGradient.of(5).withRestarts(3), cube),
                new Case(new CarliniWagner(60, 0.05, 0, 1e-2, 5), new Threat(Norm.L2, 3, BOX)));
    }

    @Override
    public Attack attack() {
        return subject.attack();
    }

    @Override
    public Threat threat() {
        return subject.threat();
    }
}
