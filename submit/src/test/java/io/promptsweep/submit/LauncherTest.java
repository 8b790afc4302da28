package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/promptsweep} in a project of its own, with programs that print their arguments. */
class LauncherTest {
  @TempDir Path folder;
  private Path project;
  private Path programs;

  private record Said(int exitCode, String text) {}

  @BeforeEach
  void layOut() throws Exception {
    project = folder.resolve("project");
    programs = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(project.resolve("submit/src/main"));
    Files.createDirectories(project.resolve(".mvn"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("submit/pom.xml"), "<project/>");
    Files.copy(Cli.root().resolve("submit/promptsweep"), project.resolve("submit/promptsweep"));
    program(
        "java",
        "if [ \"$1\" = -version ]; then echo 'openjdk version \"17.0.1\"' >&2; else echo java \"$@\"; fi");
    program(
        "mvn",
        "echo built \"$@\" >> "
            + folder.resolve("builds")
            + "; mkdir -p submit/target/classes/io/promptsweep/submit"
            + "; echo --add-opens=a=b > submit/target/classes/io/promptsweep/submit/jvm.options"
            + "; echo deps.jar > submit/target/promptsweep.classpath"
            + "; echo jar > submit/target/promptsweep-assembly.jar");
    program("spark-submit", "echo spark-submit \"$@\"");
  }

  private void program(String name, String body) throws Exception {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Said launch(Path script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private Path script() {
    return project.resolve("submit/promptsweep");
  }

  private List<String> builds() throws Exception {
    return Files.exists(folder.resolve("builds"))
        ? Files.readAllLines(folder.resolve("builds"))
        : List.of();
  }

  @Test
  void buildsOnItsFirstCallAndAgainOnlyWhenASourceIsNewer() throws Exception {
    Said first = launch(script(), "plan", "x.conf");
    assertThat(first.exitCode()).as(first.text()).isZero();
    assertThat(first.text()).contains("promptsweep: building");
    assertThat(launch(script(), "plan", "x.conf").text()).doesNotContain("building");
    assertThat(builds()).hasSize(1);
    Path source = Files.writeString(project.resolve("submit/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(
        source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 10_000));
    assertThat(launch(script(), "plan", "x.conf").text()).contains("building");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void runsInOneJvmWithoutAMasterAndHandsConfsOnAsProperties() throws Exception {
    Said said =
        launch(
            script(), "run", "x.conf", "--conf", "spark.a=1 2", "--master=local[3]", "--out", "o");
    assertThat(said.text())
        .contains("--add-opens=a=b")
        .contains("-Dspark.a=1 2 -Dspark.master=local[3]")
        .containsPattern(
            "-cp .*classes:deps\\.jar io\\.promptsweep\\.submit\\.PromptsweepCommand run x\\.conf --out o\n");
  }

  @Test
  void handsAnotherMasterToSparkSubmitWithTheAssembly() throws Exception {
    Said said =
        launch(
            script(),
            "run",
            "x.conf",
            "--master",
            "spark://h:7077",
            "--conf",
            "spark.executor.cores=4",
            "--set",
            "a=b",
            "--archives",
            "z.tgz");
    assertThat(said.text())
        .contains(
            "spark-submit --master spark://h:7077 --conf spark.executor.cores=4 --archives z.tgz"
                + " --class io.promptsweep.submit.PromptsweepCommand "
                + project.resolve("submit/target/promptsweep-assembly.jar")
                + " run x.conf --set a=b");
    assertThat(builds().get(0)).contains("-Passembly");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    program("java", "echo 'openjdk version \"11.0.2\"' >&2");
    Said old = launch(script(), "plan", "x.conf");
    assertThat(old.exitCode()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(old.text())
        .isEqualTo("promptsweep: needs JDK 17, and java is 11; set JAVA_HOME to one.\n");
    Said noValue = launch(script(), "run", "--master");
    assertThat(noValue.text()).isEqualTo("promptsweep: --master needs a value.\n");
  }

  @Test
  void isFoundThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("ps"), script());
    assertThat(launch(link, "methods").text()).contains("PromptsweepCommand methods");
  }
}
