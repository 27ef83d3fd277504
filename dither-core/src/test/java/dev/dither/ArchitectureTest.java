package dev.dither;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.dither");

    @Test
    void onlyTheTensorPackageKnowsTheNativeEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.dither.tensor")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.dither.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void layersDoNotKnowWhoTrainsThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.dither.nn")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.dither.objective", "dev.dither.optim", "dev.dither.train", "dev.dither.predict")
                .check(MAIN);
    }

    @Test
    void theLibraryNeedsNeitherParserNorCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.dither.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "picocli..")
                .check(MAIN);
    }

    @Test
    void subjectsDoNotSeeEachOther() {
        List<String> subjects = List.of(
                "dev.dither.attack..",
                "dev.dither.continual..",
                "dev.dither.labels..",
                "dev.dither.prune..",
                "dev.dither.rl..");
        for (String subject : subjects) {
            String[] others =
                    subjects.stream().filter(other -> !other.equals(subject)).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(subject)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true)
                    .check(MAIN);
        }
    }
}
