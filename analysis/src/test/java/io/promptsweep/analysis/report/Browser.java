package io.promptsweep.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/** A headless Chromium that is installed on this machine; nothing is ever fetched for it. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Chromium and its driver, where both are installed. */
  static Optional<List<Path>> installed() {
    Optional<Path> chromium = first("/usr/bin/chromium", "/usr/bin/chromium-browser");
    Optional<Path> driver = first("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver");
    return chromium.isPresent() && driver.isPresent()
        ? Optional.of(List.of(chromium.get(), driver.get()))
        : Optional.empty();
  }

  private static Optional<Path> first(String... places) {
    return Stream.of(places).map(Path::of).filter(Files::isExecutable).findFirst();
  }

  /** Starts one with its own empty profile in {@code profile}. */
  static Browser start(Path profile) {
    List<Path> installed = installed().orElseThrow();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(installed.get(0).toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("performance", "ALL", "browser", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(installed.get(1).toString()))
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    return new Browser(driver);
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Opens a file as a window of this width with this colour scheme would show it. */
  void open(Path page, int width, String scheme, boolean scripts) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 600));
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    command("Emulation.setScriptExecutionDisabled", Map.of("value", !scripts));
    // What an earlier page said, such as the one that a new window shows.
    driver.get("about:blank");
    driver.manage().logs().get("performance");
    driver.manage().logs().get("browser");
    driver.get(page.toUri().toString());
  }

  private void command(String name, Map<String, Object> parameters) {
    // The driver wants a map that it can change.
    Map<String, Object> result = driver.executeCdpCommand(name, new HashMap<>(parameters));
    if (result == null) {
      throw new IllegalStateException(name + " had no answer");
    }
  }

  /** What a script answers. */
  Object ask(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What a script hands to the function that is its last argument. */
  Object await(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /** Every address that the page asked for since the last look. */
  List<String> requests() throws JsonProcessingException {
    List<String> addresses = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get("performance")) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(message.path("params").path("request").path("url").asText());
      }
    }
    return addresses;
  }

  /** What the console has to say of errors since the last look. */
  List<String> errors() {
    return driver.manage().logs().get("browser").getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
