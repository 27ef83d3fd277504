package dev.dither.lab.report;

import dev.dither.lab.run.RunDirectory;
import java.util.List;

/**
 * What a kind of evaluation has to show in the report beside its rows, from the files of a run alone. A new kind is one
 * more constant in {@link #ALL}.
 */
interface Chapter {
    /** The chapters in the order of the report. */
    List<Chapter> ALL = List.of(
            new SweptSettings(),
            new TransitionChapter(),
            new DrawChapter(),
            new CodeChapter(),
            new ActivationChapter(),
            new QuestionChapter(),
            new AccuracyMatrixChapter(),
            new CaptionChapter(),
            new Prunings(),
            new AttackChapter(),
            new SanityChapter(),
            new PacBayesChapter(),
            new Pictures());

    /** Returns what there is to show, nothing where the run has none of its files. */
    List<Part> parts(RunDirectory run);

    /** Returns whether the chapter shows a metric, so that tables of results and learning curves need not. */
    boolean shows(String metric);
}
