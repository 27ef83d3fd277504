package dev.dither.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dither.prune.Budget.Measure;
import dev.dither.prune.Budget.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {
    private static final Complexity ORIGINAL = new Complexity(1000, 200, 50);

    @ParameterizedTest
    @CsvSource({
        "error<1%, ERROR, 1, PERCENT",
        "flops<61k, FLOPS, 61000, ABSOLUTE",
        "flops<1.5M, FLOPS, 1500000, ABSOLUTE",
        "flops<2G, FLOPS, 2e9, ABSOLUTE",
        "size<2.35%, SIZE, 2.35, PERCENT",
        "size<400, SIZE, 400, ABSOLUTE",
        "memory<11%, MEMORY, 11, PERCENT",
        "latency<1ms, LATENCY, 1e-3, ABSOLUTE",
        "latency<20us, LATENCY, 2e-5, ABSOLUTE"
    })
    void aBudgetIsReadFromItsText(String text, Quantity quantity, double bound, Measure measure) {
        Budget budget = Budget.parse(text);
        assertThat(budget.quantity()).isEqualTo(quantity);
        assertThat(budget.bound()).isEqualTo(bound);
        assertThat(budget.measure()).isEqualTo(measure);
        assertThat(Budget.parse(budget.toString())).isEqualTo(budget);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "error<1",
                "error<0.01",
                "accuracy<1%",
                "flops>1k",
                "flops<ms",
                "flops<1ms",
                "latency<1k",
                "latency<3",
                "size<-1"
            })
    void anotherTextIsRefusedWithTheKnownForms(String text) {
        assertThatThrownBy(() -> Budget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "budget must be like error<1%, flops<61k, size<2.35%, memory<11% or latency<1ms, got " + text);
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Budget(Quantity.SIZE, Double.NaN, Measure.PERCENT))
                .hasMessage("budget.bound must be positive and finite, got NaN");
        assertThatThrownBy(() -> new Budget(Quantity.ERROR, 1, Measure.ABSOLUTE))
                .hasMessage("budget.measure of an error must be PERCENT, got ABSOLUTE");
        assertThatThrownBy(() -> new Budget(Quantity.LATENCY, 1, Measure.PERCENT))
                .hasMessage("budget.measure of a latency must be ABSOLUTE, got PERCENT");
    }

    @Test
    void percentAreThoseOfTheOriginal() {
        assertThat(Budget.parse("flops<50%").holds(499, ORIGINAL)).isTrue();
        assertThat(Budget.parse("flops<50%").holds(500, ORIGINAL)).isFalse();
        assertThat(Budget.parse("size<50%").holds(99, ORIGINAL)).isTrue();
        assertThat(Budget.parse("memory<50%").holds(25, ORIGINAL)).isFalse();
        assertThat(Budget.parse("error<2%").holds(0.019, ORIGINAL)).isTrue();
        assertThat(Budget.parse("error<2%").holds(0.02, ORIGINAL)).isFalse();
        assertThat(Budget.parse("error<2%").holds(Double.NaN, ORIGINAL)).isFalse();
        assertThat(Budget.parse("flops<61").holds(60, ORIGINAL)).isTrue();
    }
}
