package io.promptsweep.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher itself, in a small project, with programs that only tell what they were given. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LauncherTest {
  private static final String MAIN = "io.promptsweep.submit.PromptsweepCommand";

  /** Notes each call and makes what the real build makes; waits for a gate, where there is one. */
  private static final String MAVEN =
      """
echo "$PWD: $*" >> "$NOTES"
[ -z "${GATE:-}" ] || read -r _ < "$GATE"
[ -z "${BROKEN:-}" ] || exit 1
mkdir -p submit/target/classes/io/promptsweep/submit
printf ' --add-opens=a=b\\n -Dc=d\\n' > submit/target/classes/io/promptsweep/submit/jvm.options
touch some.jar submit/target/promptsweep-assembly.jar
printf '%s' "$PWD/some.jar" > submit/target/promptsweep.classpath
""";

  private static final String TELL =
      "printf '%s\\n' \"$(basename \"$0\")\" \"$@\"\nexit ${CODE:-0}\n";

  @TempDir Path folder;
  private Path project;
  private Path notes;
  private final Map<String, String> environment = new TreeMap<>();

  private record Said(int exitCode, List<String> out, String err) {}

  @BeforeEach
  void makeProject() throws Exception {
    folder = folder.toRealPath();
    project = Files.createDirectories(folder.resolve("my project"));
    Files.createDirectories(project.resolve(".mvn"));
    Files.createDirectories(project.resolve("submit/src/main"));
    Files.writeString(project.resolve("pom.xml"), "<project/>");
    Files.writeString(project.resolve("submit/pom.xml"), "<project/>");
    Files.copy(Cli.root().resolve("submit/promptsweep"), launcher());
    notes = folder.resolve("notes");
    program("mvn", MAVEN);
    java("17.0.15");
    environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
    environment.put("NOTES", notes.toString());
    environment.put("PROMPTSWEEP_JAVA_OPTS", "-Xmx1g");
  }

  private Path launcher() {
    return project.resolve("submit/promptsweep");
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void java(String version) throws IOException {
    program(
        "java",
        String.format(
                Locale.ROOT,
                "[ \"$1\" != -version ] || { echo 'openjdk version \"%s\"' >&2; exit; }\n",
                version)
            + TELL);
  }

  private Process start(Path launcher, String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.directory(folder.toFile()).start();
  }

  private static Said end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Said(process.exitValue(), out.lines().toList(), err);
  }

  private Said call(String... arguments) throws Exception {
    return end(start(launcher(), arguments));
  }

  private List<String> builds() throws IOException {
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  /** Java as the launcher starts it for a local run. */
  private List<String> locally(List<String> options, String... arguments) {
    List<String> all = new ArrayList<>(List.of("java", "--add-opens=a=b", "-Dc=d", "-Xmx1g"));
    all.addAll(options);
    all.addAll(List.of("-cp", project + "/submit/target/classes:" + project + "/some.jar", MAIN));
    all.addAll(List.of(arguments));
    return all;
  }

  @Test
  void runsInOneJvmWithoutAMasterAndPassesArgumentsAsTheyAre() throws Exception {
    Said said = call("sql", "out dir", "SELECT * FROM summary", "");
    assertThat(said.exitCode()).isZero();
    assertThat(said.out())
        .isEqualTo(locally(List.of(), "sql", "out dir", "SELECT * FROM summary", ""));
    assertThat(said.err())
        .isEqualTo("promptsweep: building (once; the first time this fetches the dependencies)\n");
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewerOrAJarIsGone() throws Exception {
    call("plan");
    assertThat(call("plan").err()).isEmpty();
    assertThat(builds()).hasSize(1).first().asString().startsWith(project + ": -q -B");

    Path source = Files.writeString(project.resolve("submit/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    call("plan");
    assertThat(builds()).hasSize(2);

    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    Files.delete(project.resolve("some.jar"));
    call("plan");
    call("plan");
    assertThat(builds()).hasSize(3);
  }

  @Test
  void twoFirstCallsAtOnceBuildOnce() throws Exception {
    Path gate = fifo("gate");
    Path waiting = fifo("waiting");
    environment.put("GATE", gate.toString());
    program("flock", "echo > '" + waiting + "'\nexec /usr/bin/flock \"$@\"\n");
    Process one;
    Process other;
    try (RandomAccessFile both = new RandomAccessFile(waiting.toFile(), "rw")) {
      one = start(launcher(), "plan");
      other = start(launcher(), "plan");
      assertThat(both.read()).isEqualTo('\n');
      assertThat(both.read()).isEqualTo('\n');
    }
    // Both have seen that nothing is built; blocks until the one that holds the lock builds.
    Files.writeString(gate, "\n", StandardOpenOption.WRITE);
    assertThat(end(one).exitCode()).isZero();
    assertThat(end(other).exitCode()).isZero();
    assertThat(builds()).hasSize(1);
  }

  private Path fifo(String name) throws Exception {
    Path file = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    return file;
  }

  @Test
  void startsThroughASymlink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("ps"), Path.of("my project/submit/promptsweep"));
    assertThat(end(start(link, "methods")).out()).isEqualTo(locally(List.of(), "methods"));
  }

  @Test
  void givesSparkSettingsToALocalRunAsSystemProperties() throws Exception {
    assertThat(call("run", "--master", "local[2]", "--conf=a.b=c d", "--name", "n", "x.conf").out())
        .isEqualTo(
            locally(
                List.of("-Da.b=c d", "-Dspark.app.name=n", "-Dspark.master=local[2]"),
                "run",
                "x.conf"));
    assertThat(call("run", "--driver-memory", "4096").out())
        .isEqualTo(locally(List.of("-Xmx4096m"), "run"));
    assertThat(call("run", "--driver-memory=6g").out())
        .isEqualTo(locally(List.of("-Xmx6g"), "run"));
  }

  @Test
  void handsTheAssemblyToSparkSubmitForAnyOtherMaster() throws Exception {
    program("spark-submit", TELL);
    Said said =
        call(
            "run",
            "--master=yarn",
            "x.conf",
            "--num-executors",
            "3",
            "--conf",
            "a=b c",
            "--out",
            "o");
    assertThat(said.out())
        .containsExactly(
            "spark-submit",
            "--master",
            "yarn",
            "--num-executors",
            "3",
            "--conf",
            "a=b c",
            "--class",
            MAIN,
            project + "/submit/target/promptsweep-assembly.jar",
            "run",
            "x.conf",
            "--out",
            "o");
    assertThat(builds()).singleElement().asString().endsWith("-Passembly package");
  }

  @Test
  void takesSparkSubmitOfSparkHomeFirst() throws Exception {
    program("spark-submit", "exit 9\n");
    Path home = Files.createDirectories(folder.resolve("spark/bin"));
    program("other", TELL);
    Files.move(folder.resolve("bin/other"), home.resolve("spark-submit"));
    environment.put("SPARK_HOME", folder.resolve("spark").toString());
    assertThat(call("run", "--master", "spark://h:7077").exitCode()).isZero();
  }

  @Test
  void passesTheExitStatusOn() throws Exception {
    environment.put("CODE", "3");
    assertThat(call("run").exitCode()).isEqualTo(3);
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(call("run", "--master", "yarn"))
        .isEqualTo(
            refused(
                "--master yarn needs a Spark 3.5 installation, and spark-submit is not there; set"
                    + " SPARK_HOME or put spark-submit on the PATH."));
    assertThat(call("run", "--queue", "q"))
        .isEqualTo(
            refused(
                "--queue is for a cluster, and this run is local; add --master URL, or leave it"
                    + " out."));
    assertThat(call("run", "--conf", "a"))
        .isEqualTo(refused("--conf a: expected KEY=VALUE, such as --conf spark.executor.cores=4."));
    assertThat(call("run", "--driver-memory", "much"))
        .isEqualTo(refused("--driver-memory much: expected a size such as 6g."));
    assertThat(call("run", "--master", "spark:h"))
        .isEqualTo(
            refused("--master spark:h: expected local[N], spark://HOST:PORT, yarn or k8s://URL."));
    assertThat(call("run", "--master")).isEqualTo(refused("--master needs a value."));
    java("11.0.2");
    assertThat(call("run"))
        .isEqualTo(refused("needs JDK 17, and java is version 11; set JAVA_HOME to one."));
    environment.put("JAVA_HOME", "/nowhere");
    assertThat(call("run"))
        .isEqualTo(
            refused("needs JDK 17, and /nowhere/bin/java is not there; set JAVA_HOME to one."));
    assertThat(builds()).isEmpty();
  }

  @Test
  void startsJavaInACharacterSetWithAllLettersWhereThereIsOne() throws Exception {
    program(
        "java",
        "[ \"$1\" != -version ] || { echo 'openjdk version \"17\"' >&2; exit; }\necho $LC_ALL\n");
    program("locale", "[ \"$1\" = charmap ] && echo ANSI_X3.4-1968 || printf 'C\\nC.utf8\\n'\n");
    environment.put("LC_ALL", "C");
    assertThat(call("run").out()).containsExactly("C.UTF-8");
    program("locale", "[ \"$1\" = charmap ] && echo ANSI_X3.4-1968 || printf 'C\\nPOSIX\\n'\n");
    assertThat(call("run").out()).containsExactly("C");
    program("locale", "echo UTF-8\n");
    environment.put("LC_ALL", "tr_TR.UTF-8");
    assertThat(call("run").out()).containsExactly("tr_TR.UTF-8");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    for (String tool : List.of("bash", "dirname", "readlink", "sed", "head", "find")) {
      program(tool, "exec $(PATH=/usr/bin:/bin type -P " + tool + ") \"$@\"\n");
    }
    Files.delete(folder.resolve("bin/mvn"));
    environment.put("PATH", folder.resolve("bin").toString());
    assertThat(call("run"))
        .isEqualTo(refused("needs Maven 3.8 or newer to build itself; put mvn on the PATH."));
  }

  private static Said refused(String sentence) {
    return new Said(2, List.of(), "promptsweep: " + sentence + "\n");
  }

  @Test
  void doesNotRunWhatCouldNotBeBuilt() throws Exception {
    environment.put("BROKEN", "1");
    Said said = call("run");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .endsWith(
            "promptsweep: the build failed; see above, or run mvn package in " + project + ".\n");
  }
}
