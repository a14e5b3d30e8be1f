package dev.penstock.it.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A node with an EVM chain of its own on loopback; nothing it does leaves the machine. */
public final class TestChain implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerProcess server;
  private final Path folder;

  private TestChain(ServerProcess server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** Foundry's; it writes its state into the folder every second. */
  static TestChain anvil(Path program, Path folder) throws IOException {
    int port = HeldPorts.next();
    List<String> command = new ArrayList<>(List.of(program.toString(), "--silent"));
    command.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(port)));
    command.addAll(List.of("--state", folder.resolve("state.json").toString()));
    command.addAll(List.of("--state-interval", "1", "--chain-id", "31337"));
    return started(command, folder, folder, port);
  }

  /** Hardhat's. */
  static TestChain hardhat(Path node, Path npm, Path folder) throws IOException {
    int port = HeldPorts.next();
    Path main = npm.resolve("node_modules/hardhat/internal/cli/bootstrap.js");
    List<String> command = new ArrayList<>(List.of(node.toString(), main.toString()));
    command.addAll(List.of("--config", npm.resolve("hardhat.config.cjs").toString(), "node"));
    command.addAll(List.of("--hostname", "127.0.0.1", "--port", Integer.toString(port)));
    return started(command, npm, folder, port);
  }

  /**
   * Starts one.
   *
   * @param at where it runs; hardhat asks for its project there
   */
  private static TestChain started(List<String> command, Path at, Path folder, int port)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(at.toFile());
    // No question about telemetry, no answer kept from elsewhere, and so none sent.
    builder.environment().put("HARDHAT_DISABLE_TELEMETRY_PROMPT", "true");
    builder.environment().put("DO_NOT_TRACK", "1");
    builder.environment().put("CI", "true");
    builder.environment().put("HOME", folder.toString());
    return new TestChain(ServerProcess.start("the chain", builder, port, START_MAX), folder);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Where it keeps its state, if it does. */
  public Path state() {
    return folder.resolve("state.json");
  }

  /** Asks it, with parameters as a list in JSON, and gives the result. */
  public JsonNode ask(String method, String parameters) throws IOException, InterruptedException {
    String question =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
            .formatted(method, parameters);
    HttpRequest request =
        HttpRequest.newBuilder(address())
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      JsonNode answer =
          JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (!answer.has("result")) {
        throw new IllegalArgumentException(method + ": " + answer);
      }
      return answer.get("result");
    }
  }

  /** Kills it: it forgets what it had not written. */
  public void kill() throws InterruptedException {
    server.kill();
  }

  /** Starts it again where it was. */
  public void startAgain() throws IOException {
    server.startAgain();
  }

  @Override
  public void close() {
    server.close();
  }
}
