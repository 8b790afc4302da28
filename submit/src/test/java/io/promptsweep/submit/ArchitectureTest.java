package io.promptsweep.submit;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The arrows of {@code docs/architecture.md}: who may know whom, in all modules. */
class ArchitectureTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(place -> !place.contains("-tests.jar"))
          .withImportOption(place -> !place.contains("/test/io/promptsweep/"))
          .importPackages("io.promptsweep");

  private static final String[] COMMON = {"io.promptsweep.problem..", "io.promptsweep.files.."};

  private static final String[] TENSORS = {
    "io.promptsweep.torch..",
    "io.promptsweep.backbone..",
    "io.promptsweep.method..",
    "io.promptsweep.training.."
  };

  private static final String[] ANALYSIS = {
    "io.promptsweep.analysis..", "io.promptsweep.notebooks.."
  };

  private static final String[] SPARK = {"org.apache.spark..", "org.apache.hadoop.."};

  private static final Pattern PACKAGE_ROW =
      Pattern.compile("^\\| `([a-z0-9.]+)` ", Pattern.MULTILINE);

  private static void holds(ArchRule rule) {
    rule.check(ALL);
  }

  @Test
  void everyModuleIsSeen() {
    for (String name :
        new String[] {
          "problem.InvalidInputException",
          "backbone.Backbone",
          "run.SweepRun",
          "analysis.Query",
          "notebooks.NotebookFolder",
          "submit.PromptsweepCommand"
        }) {
      assertThat(ALL.contain("io.promptsweep." + name)).as(name).isTrue();
    }
    assertThat(ALL.contain(ArchitectureTest.class)).isFalse();
  }

  @Test
  void noTwoPackagesKnowEachOther() {
    holds(slices().matching("io.promptsweep.(**)").should().beFreeOfCycles());
  }

  @Test
  void commonKnowsTheJdkAlone() {
    holds(
        classes()
            .that()
            .resideInAnyPackage(COMMON)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..").or(resideInAnyPackage(COMMON))));
  }

  @Test
  void theModelKnowsNoSweep() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.promptsweep.torch..", "io.promptsweep.backbone..", "io.promptsweep.method..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.promptsweep.task..",
                "io.promptsweep.training..",
                "io.promptsweep.sweep..",
                "io.promptsweep.tables..",
                "io.promptsweep.run..",
                "org.apache.spark..",
                "org.apache.hadoop.."));
  }

  @Test
  void tokenizersAndWeightFilesKnowNoModel() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.promptsweep.backbone.files..",
                "io.promptsweep.backbone.weights..",
                "io.promptsweep.backbone.tokenizer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.promptsweep.backbone", "io.promptsweep.method.."));
  }

  @Test
  void theAnalysisKnowsTheTablesBySqlAlone() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(ANALYSIS)
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.promptsweep..")
                    .and(JavaClass.Predicates.resideOutsideOfPackages(ANALYSIS))
                    .and(JavaClass.Predicates.resideOutsideOfPackages(COMMON))));
  }

  @Test
  void thePipelineKnowsNoAnalysis() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.promptsweep.submit..")
            .and()
            .resideOutsideOfPackages(ANALYSIS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ANALYSIS));
  }

  @Test
  void nobodyKnowsTheCommandLine() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.promptsweep.submit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.promptsweep.submit.."));
  }

  @Test
  void theTrainingLoopKnowsNeitherSparkNorConfigurations() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.promptsweep.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.spark..",
                "org.apache.hadoop..",
                "com.typesafe.config..",
                "io.promptsweep.sweep..",
                "io.promptsweep.schedule..",
                "io.promptsweep.prepare..",
                "io.promptsweep.tables..",
                "io.promptsweep.output..",
                "io.promptsweep.run.."));
  }

  @Test
  void sweepsAndTasksAreValuesWithoutSparkOrTensors() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.promptsweep.sweep..", "io.promptsweep.task..", "io.promptsweep.prepare..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.spark..",
                "org.apache.hadoop..",
                "ai.djl.ndarray..",
                "io.promptsweep.schedule..",
                "io.promptsweep.run.."));
  }

  @Test
  void theTablesKnowTheirRowsAlone() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.promptsweep.tables..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.promptsweep..")
                    .and(JavaClass.Predicates.resideOutsideOfPackages("io.promptsweep.tables.."))
                    .and(JavaClass.Predicates.resideOutsideOfPackages(COMMON))));
  }

  @Test
  void sparkIsOnlyWhereTheDocumentSays() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.promptsweep.problem..",
                "io.promptsweep.files..",
                "io.promptsweep.toy..",
                "io.promptsweep.output..",
                "io.promptsweep.analysis.chart..",
                "io.promptsweep.analysis.comparison..",
                "io.promptsweep.analysis.statistics..",
                "io.promptsweep.analysis.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPARK));
  }

  @Test
  void noClassUsesSparksInternals() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.spark.unsafe..",
                "org.apache.spark.util..",
                "org.apache.spark.network.."));
  }

  @Test
  void tensorsAreOnlyWhereModelsAreComputed() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(TENSORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch.."));
  }

  @Test
  void nobodyOutsideItsPackageNamesAMethod() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.promptsweep.method..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "io\\.promptsweep\\.method\\."
                    + "(Vanilla|Residual|SuperPos|Dpt|DePt|ADePt|Lora|FullFineTuning).*"));
  }

  @Test
  void thePipelineDoesNotKnowTheToyWorldNorThePretraining() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.promptsweep.toy..", "io.promptsweep.pretrain..", "io.promptsweep.submit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.promptsweep.toy..", "io.promptsweep.pretrain.."));
  }

  @Test
  void onlyTheSchedulerSubmitsCellsAndOnlyRunsUseIt() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.promptsweep.schedule..",
                "io.promptsweep.run..",
                "io.promptsweep.doctor..",
                "io.promptsweep.submit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.promptsweep.schedule.."));
  }

  @Test
  void aReportsDocumentKnowsNoFormAndItsFormsKnowNoFacts() {
    String report = "io.promptsweep.analysis.report.";
    holds(
        noClasses()
            .that()
            .resideInAPackage(report + "document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                report + "render..",
                report + "facts..",
                report + "ranking..",
                report + "section.."));
    holds(
        noClasses()
            .that()
            .resideInAPackage(report + "render..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(report + "facts..", report + "ranking..", report + "section.."));
  }

  @Test
  void theDocumentListsEveryPackage() throws IOException {
    SortedSet<String> there = new TreeSet<>();
    for (JavaClass type : ALL.that(alwaysTrue())) {
      there.add(type.getPackageName());
    }
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void eachPackageKnowsOnlyThoseAboveItInTheDocument() throws IOException {
    List<String> order = documented();
    SortedSet<String> upward = new TreeSet<>();
    for (JavaClass type : ALL) {
      int at = order.indexOf(type.getPackageName());
      type.getDirectDependenciesFromSelf().stream()
          .map(Dependency::getTargetClass)
          .filter(target -> order.indexOf(target.getPackageName()) > at)
          .forEach(target -> upward.add(type.getName() + " knows " + target.getName()));
    }
    assertThat(upward).isEmpty();
  }

  /** The packages in the order of the document's table. */
  private static List<String> documented() throws IOException {
    String text =
        Files.readString(Path.of(System.getProperty("project.root"), "docs/architecture.md"));
    return PACKAGE_ROW
        .matcher(text)
        .results()
        .map(row -> "io.promptsweep." + row.group(1))
        .toList();
  }
}
