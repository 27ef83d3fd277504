package dev.dither.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of Porter 1980, rule by rule. */
class PorterStemmerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tr=0 ee=0 tree=0 y=0 by=0",
                "trouble=1 oats=1 trees=1 ivy=1",
                "troubles=2 private=2 oaten=2 orrery=2"
            })
    void measuresAreThoseOfThePaper(String examples) {
        assertThat(examples.split(" ", -1)).allSatisfy(example -> {
            String[] pair = example.split("=", -1);
            assertThat(PorterStemmer.measure(pair[0])).as(pair[0]).isEqualTo(Integer.parseInt(pair[1]));
        });
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                step("1a", PorterStemmer::singular, "caresses=caress ponies=poni ties=ti caress=caress cats=cat"),
                step(
                        "1b and 1c",
                        PorterStemmer::ofVerb,
                        "feed=feed agreed=agree plastered=plaster bled=bled motoring=motor sing=sing conflated=conflate"
                                + " troubled=trouble sized=size hopping=hop tanned=tan falling=fall hissing=hiss fizzed=fizz"
                                + " failing=fail filing=file happy=happi sky=sky"),
                step(
                        "2",
                        PorterStemmer::doubled,
                        "relational=relate conditional=condition rational=rational valenci=valence hesitanci=hesitance"
                                + " digitizer=digitize conformabli=conformable radicalli=radical differentli=different"
                                + " vileli=vile analogousli=analogous vietnamization=vietnamize predication=predicate"
                                + " operator=operate feudalism=feudal decisiveness=decisive hopefulness=hopeful"
                                + " callousness=callous formaliti=formal sensitiviti=sensitive sensibiliti=sensible"),
                step(
                        "3",
                        PorterStemmer::derived,
                        "triplicate=triplic formative=form formalize=formal electriciti=electric electrical=electric"
                                + " hopeful=hope goodness=good"),
                step(
                        "4",
                        PorterStemmer::shortened,
                        "revival=reviv allowance=allow inference=infer airliner=airlin gyroscopic=gyroscop"
                                + " adjustable=adjust defensible=defens irritant=irrit replacement=replac adjustment=adjust"
                                + " dependent=depend adoption=adopt homologou=homolog communism=commun activate=activ"
                                + " angulariti=angular homologous=homolog effective=effect bowdlerize=bowdler"),
                step("5", PorterStemmer::tidied, "probate=probat rate=rate cease=ceas controll=control roll=roll"),
                step(
                        "all",
                        PorterStemmer::stem,
                        "generalizations=gener oscillators=oscil connect=connect connected=connect connecting=connect"
                                + " connection=connect connections=connect is=is"));
    }

    private static Arguments step(String name, UnaryOperator<String> step, String examples) {
        return Arguments.of(name, step, examples);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void stepsAreThoseOfThePaper(String name, UnaryOperator<String> step, String examples) {
        assertThat(Arrays.asList(examples.split(" ", -1))).allSatisfy(example -> {
            String[] pair = example.split("=", -1);
            assertThat(step.apply(pair[0])).as(pair[0]).isEqualTo(pair[1]);
        });
    }
}
