package dev.dither.lab.source;

import dev.dither.lab.key.Default;
import dev.dither.lab.key.ExperimentException;
import dev.dither.lab.key.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Questions about photographs that people asked and answered, in the files of VQA.
 *
 * <p>A network says one of the most frequent answers. Training questions with another answer are left out; test questions with one
 * stay, and their class is none that a network learns.
 *
 * @param vqa files to train on
 * @param test files to test on
 * @param answers how many of the training answers, the most frequent ones, a network can give
 */
record VqaQuestions(
        VqaFiles vqa, VqaFiles test, @Default("3000") int answers) implements DataSource {
    /** Checks. */
    VqaQuestions {
        Require.that(vqa != null && test != null, "vqa and test are both needed");
        Require.that(answers >= 2, "answers must be at least 2, got " + answers);
    }

    @Override
    public String name() {
        return vqa.questions();
    }

    @Override
    public LoadedData load(Path dataDir) {
        AskedSet train = vqa.read(dataDir);
        AskedSet tested = test.read(dataDir);
        if (!train.pictures().shape().equals(tested.pictures().shape())) {
            throw new ExperimentException(test.features() + ": images of "
                    + tested.pictures().shape() + ", expected "
                    + train.pictures().shape() + " as in "
                    + vqa.features());
        }
        List<String> frequent = frequent(train.questions());
        Set<String> known = Set.copyOf(frequent);
        List<AskedQuestion> kept = train.questions().stream()
                .filter(asked -> known.contains(asked.answer()))
                .toList();
        List<String> classes = new ArrayList<>(frequent);
        classes.add(AskedSet.OTHER);
        return AskedSet.loaded(new AskedSet(train.name(), train.pictures(), kept), tested, classes);
    }

    /** Returns the most frequent answers, equally frequent ones in alphabetical order. */
    private List<String> frequent(List<AskedQuestion> asked) {
        Map<String, Long> counts =
                asked.stream().collect(Collectors.groupingBy(AskedQuestion::answer, Collectors.counting()));
        Comparator<Map.Entry<String, Long>> rarest = Map.Entry.comparingByValue();
        return counts.entrySet().stream()
                .sorted(rarest.reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(answers)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String noneElsewhere(String where) {
        return "questions of VQA lie in four files, which " + where + " cannot name; leave --data out";
    }
}
