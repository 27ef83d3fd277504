package dev.dither.sequence;

import dev.dither.nn.CaptionDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Search for the most probable texts that keeps the best few beginnings.
 *
 * <p>Formula: score = log p(text) / lengthᵃ, a = {@code lengthPower}, length with the end. At each step every beginning is
 * continued by every word; the {@code width} continuations with the greatest log p stay, those that end leave the beam as
 * results. What is left when the limit is reached is a result, too.
 *
 * <p>Numerics: sums in 64 bits. Of equals, the one whose beginning ranked before goes first, then that with the smaller number
 * of its word; of results with equal scores, the one found first.
 *
 * <p>Differs: as beginnings of one step are equally long, a enters when results are compared only; a = 0 is plain log p, 1 its mean
 * for a word. A beam of width 1 is the greedy text. With as many beginnings as there are texts the search is exhaustive.
 *
 * @param width how many beginnings are kept
 * @param limit the most words of a text, the end included
 * @param lengthPower a, 0 for none
 */
public record Beam(int width, int limit, double lengthPower) {
    /** Checks. */
    public Beam {
        if (!(width >= 1)) {
            throw new IllegalArgumentException("beam.width must be positive, got " + width);
        }
        if (!(limit >= 1)) {
            throw new IllegalArgumentException("beam.limit must be positive, got " + limit);
        }
        if (!(lengthPower >= 0)) {
            throw new IllegalArgumentException("beam.lengthPower must not be negative, got " + lengthPower);
        }
    }

    /** Returns the search that takes the most probable word each time. */
    public static Beam greedy(int limit) {
        return new Beam(1, limit, 0);
    }

    /** Returns the score of a text. */
    public double score(Written text) {
        return text.logProbability() / Math.pow(text.length(), lengthPower);
    }

    /**
     * A beginning and a word behind it.
     *
     * @param row which of the beginnings
     * @param logProbability of the beginning and the word
     */
    private record Choice(int row, int word, double logProbability) {
        Written behind(List<Written> beginnings) {
            boolean ends = word == CaptionDecoder.END;
            List<Integer> words = new ArrayList<>(beginnings.get(row).words());
            if (!ends) {
                words.add(word);
            }
            return new Written(words, logProbability, ends);
        }
    }

    /** Returns the text with the best score. */
    public <S> Written best(WordModel<S> model) {
        return search(model).get(0);
    }

    /**
     * Returns the texts found, {@code width} or fewer, by falling score.
     *
     * @throws IllegalStateException if the model gives every text the probability 0
     */
    public <S> List<Written> search(WordModel<S> model) {
        List<Written> found = new ArrayList<>();
        List<Written> beginnings = List.of(new Written(List.of(), 0, false));
        S state = model.start();
        for (int step = 1; step <= limit && !beginnings.isEmpty(); step++) {
            List<Written> before = beginnings;
            List<Choice> best = best(before, model.logProbabilities(state));
            best.stream().map(c -> c.behind(before)).filter(Written::ended).forEach(found::add);
            List<Choice> kept =
                    best.stream().filter(c -> c.word != CaptionDecoder.END).toList();
            beginnings = kept.stream().map(c -> c.behind(before)).toList();
            if (step < limit && !kept.isEmpty()) {
                state = model.next(state, numbers(kept, Choice::row), numbers(kept, Choice::word));
            }
        }
        found.addAll(beginnings);
        if (found.isEmpty()) {
            throw new IllegalStateException("every text has the probability 0; the model gave -Infinity for all words");
        }
        found.sort(Comparator.comparingDouble(this::score).reversed());
        return List.copyOf(found.subList(0, Math.min(width, found.size())));
    }

    private static int[] numbers(List<Choice> kept, ToIntFunction<Choice> number) {
        return kept.stream().mapToInt(number).toArray();
    }

    /** Returns the best continuations, by falling log p. */
    private List<Choice> best(List<Written> beginnings, double[][] logProbabilities) {
        List<Choice> best = new ArrayList<>();
        for (int row = 0; row < beginnings.size(); row++) {
            double before = beginnings.get(row).logProbability();
            for (int word = CaptionDecoder.END; word < logProbabilities[row].length; word++) {
                offer(new Choice(row, word, before + required(logProbabilities[row][word], word)), best);
            }
        }
        return best;
    }

    /** Puts a choice behind those that are as good or better, unless {@code width} of them are there. */
    private void offer(Choice choice, List<Choice> best) {
        int place = best.size();
        while (place > 0 && best.get(place - 1).logProbability < choice.logProbability) {
            place--;
        }
        if (place < width && choice.logProbability > Double.NEGATIVE_INFINITY) {
            best.add(place, choice);
            best.subList(Math.min(width, best.size()), best.size()).clear();
        }
    }

    private static double required(double logProbability, int word) {
        if (!(logProbability <= 0)) {
            throw new IllegalArgumentException(
                    "a log-probability must be 0 or less, got " + logProbability + " of word " + word);
        }
        return logProbability;
    }
}
