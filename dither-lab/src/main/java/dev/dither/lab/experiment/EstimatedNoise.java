package dev.dither.lab.experiment;

import dev.dither.lab.run.CsvText;
import dev.dither.labels.TransitionMatrix;
import java.util.List;
import java.util.Map;

/**
 * What a transition matrix that was estimated in a cell looks like: the file {@code transitions/CELL.csv} with all its entries
 * and, where the plan spoils labels, those that the labels were drawn from beside them; and the row {@code transitionError}, the
 * mean absolute difference between the two.
 *
 * @param matrix the estimate
 */
record EstimatedNoise(TransitionMatrix matrix) {
    Findings against(GivenLabels given, Plan plan, CellId cell) {
        TransitionMatrix actual = given.labels().transition();
        boolean known = plan.labelNoise() != null;
        CsvText table = new CsvText("class", "given", "estimated", "actual");
        for (int i = 0; i < matrix.classes(); i++) {
            for (int j = 0; j < matrix.classes(); j++) {
                table.line(i, j, matrix.probability(i, j), known ? actual.probability(i, j) : "");
            }
        }
        List<Figure> figures = known ? List.of(Figure.of("transitionError", matrix.distanceTo(actual))) : List.of();
        return new Findings(figures, List.of(), Map.of("transitions/" + cell.fileStem() + ".csv", table.bytes()));
    }
}
