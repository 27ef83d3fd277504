package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dither.lab.key.ExperimentException;
import dev.dither.labels.AnchorRule;
import dev.dither.labels.BackwardCorrection;
import dev.dither.labels.ForwardCorrection;
import dev.dither.labels.HardBootstrap;
import dev.dither.labels.SoftBootstrap;
import dev.dither.labels.TransitionMatrix;
import dev.dither.objective.AsGiven;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectionKeysTest {
    private static final TransitionMatrix MATRIX = TransitionMatrix.of(new double[][] {{0.75, 0.25}, {0.5, 0.5}});

    private static Method method(String correction) {
        return ExperimentFile.parse(
                        "mine.yaml",
                        "{data: digits, labelNoise: {rates: [0.2]}, methods: {a: {correction: " + correction + "}}}")
                .plan("", Map.of())
                .method("a");
    }

    @Test
    void absentSectionTakesLabelsAsTheyAre() {
        Method method = method("null");
        assertThat(method.likelihood(MATRIX)).isEqualTo(new AsGiven());
        assertThat(method.firstStage().of()).isEqualTo(1);
    }

    @Test
    void bootstrappingHasThePublishedWeights() {
        assertThat(method("{kind: bootstrap_hard}").likelihood(MATRIX)).isEqualTo(new HardBootstrap(0.8));
        assertThat(method("{kind: bootstrap_soft}").likelihood(MATRIX))
                .isEqualTo(new SoftBootstrap(0.95, SoftBootstrap.Target.DIFFERENTIATED));
        assertThat(method("{kind: bootstrap_soft, beta: 0.5}").likelihood(MATRIX))
                .isEqualTo(new SoftBootstrap(0.5, SoftBootstrap.Target.DIFFERENTIATED));
    }

    @Test
    void correctionsByAMatrixEstimateItUnlessItIsKnown() {
        assertThat(method("{kind: forward}").likelihood(MATRIX)).isEqualTo(new ForwardCorrection(MATRIX));
        assertThat(method("{kind: backward}").likelihood(MATRIX)).isEqualTo(new BackwardCorrection(MATRIX));
        assertThat(method("{kind: forward}").firstStage().of()).isEqualTo(2);
        assertThat(method("{kind: forward, transition: known}").firstStage().of())
                .isEqualTo(1);
        assertThat(method("{kind: bootstrap_hard}").firstStage().of()).isEqualTo(1);
    }

    @Test
    void anchorsAreThoseOfTheOriginalUnlessTheFileSaysOtherwise() {
        assertThat(method("{kind: forward}").anchorRule())
                .isEqualTo(new AnchorRule.BelowPercentile(97, AnchorRule.Discarding.ON_A_COPY));
        assertThat(method("{kind: forward, anchors: percentile_in_place}").anchorRule())
                .isEqualTo(new AnchorRule.BelowPercentile(97, AnchorRule.Discarding.IN_PLACE_RENORMALIZED));
        assertThat(method("{kind: backward, anchors: maximum}").anchorRule()).isEqualTo(new AnchorRule.Maximum());
    }

    @Test
    void resolvedPlanShowsWhatWasFilledIn() {
        assertThat(method("{kind: bootstrap_soft}").correction())
                .isEqualTo(new Correction(Correction.Kind.BOOTSTRAP_SOFT, 0.95, null, null));
        assertThat(method("{kind: backward}").correction())
                .isEqualTo(new Correction(
                        Correction.Kind.BACKWARD, null, Correction.Source.ESTIMATED, Correction.Anchors.PERCENTILE));
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', methods.a.correction.kind",
        "'{kind: sideways}', methods.a.correction.kind",
        "'{kind: forward, beta: 0.8}', correction.beta is for bootstrap_hard and bootstrap_soft",
        "'{kind: bootstrap_hard, transition: known}', correction.transition is for forward and backward",
        "'{kind: bootstrap_soft, anchors: maximum}', correction.anchors is for forward and backward",
        "'{kind: forward, transition: known, anchors: maximum}', estimated",
        "'{kind: bootstrap_hard, beta: 1.5}', '[0, 1]'",
        "'{kind: bootstrap_hard, beta: NaN}', '[0, 1]'",
        "'{kind: forward, anchor: maximum}', did you mean anchors?",
        "forward, methods.a.correction"
    })
    void whatDoesNotFitIsOneLine(String correction, String expected) {
        String message = catchThrowableOfType(ExperimentException.class, () -> method(correction))
                .getMessage();
        assertThat(message).hasLineCount(1).contains("mine.yaml", expected);
    }

    @Test
    void knownMatrixNeedsLabelNoise() {
        ExperimentFile file = ExperimentFile.parse(
                "mine.yaml", "{data: digits, methods: {a: {correction: {kind: forward, transition: known}}}}");
        assertThat(catchThrowableOfType(ExperimentException.class, () -> file.plan("", Map.of())))
                .hasMessageContainingAll("mine.yaml", "labelNoise");
    }
}
