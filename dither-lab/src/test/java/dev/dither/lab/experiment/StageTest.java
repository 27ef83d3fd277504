package dev.dither.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageTest {
    private static final Stage SECOND = new Stage(2, 2);
    private static final Stage MEMBER = new Stage(2, 3, Stage.Kind.MEMBER);

    @Test
    void progressNamesWhatThereAreSeveralOf() {
        assertThat(Stage.ONLY.words()).isEmpty();
        assertThat(SECOND.words()).isEqualTo("stage 2/2");
        assertThat(MEMBER.words()).isEqualTo("member 2/3");
    }

    @Test
    void everyMemberIsEvaluatedButOfOtherStagesTheLast() {
        assertThat(List.of(Stage.ONLY, SECOND, MEMBER, MEMBER.at(3))).allMatch(Stage::evaluated);
        assertThat(SECOND.at(1).evaluated()).isFalse();
    }

    @Test
    void namesOfFilesEndWithTheMemberOrTheStageBeforeTheLast() {
        assertThat(List.of(Stage.ONLY, SECOND.at(1), SECOND, MEMBER.at(1), MEMBER.at(3)))
                .extracting(Stage::ending)
                .containsExactly("", "-stage1", "", "-member1", "-member3");
    }

    @Test
    void eventsAndCheckpointsTellTheStage() {
        for (Stage stage : List.of(SECOND, MEMBER)) {
            Map<String, Object> event = new HashMap<>();
            stage.tell(event);
            assertThat(Stage.number(event)).isEqualTo(2);
            Map<String, String> metadata = new HashMap<>();
            stage.write(metadata);
            assertThat(Stage.read(metadata)).isEqualTo(stage);
        }
        Map<String, Object> event = new HashMap<>();
        MEMBER.tell(event);
        assertThat(event).isEqualTo(Map.of("member", 2, "members", 3));
        Stage.ONLY.tell(event);
        assertThat(event).hasSize(2);
        assertThat(Stage.number(Map.of("epoch", 5))).isEqualTo(1);
    }

    @Test
    void checkpointWithoutAStageIsRefused() {
        assertThatThrownBy(() -> Stage.read(Map.of("method", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no stage");
    }
}
