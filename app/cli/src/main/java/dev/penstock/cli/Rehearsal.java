package dev.penstock.cli;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.node.UpCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's life in some seconds, played by the launcher once for each build: it is started on an
 * empty folder, given an event, asked this and that, stopped, and started again. The virtual
 * machine notes which classes it needs and what runs often, and the launcher keeps that as the
 * start cache. No command, and nothing that is started from the cache knows of it.
 */
public final class Rehearsal {
  private static final String ORIGIN = "rehearsal.example/log";
  private static final Pattern PORT =
      Pattern.compile("http://(?:localhost|127\\.0\\.0\\.1):(\\d+)/");
  private static final int ANSWER_BYTES_MAX = 1 << 20;
  private static final int ANSWER_MS_MAX = 10_000;

  /** A rehearsal that hangs is given up: the build waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int LOOKS_MAX = 100;

  private final Path folder;
  private final StringWriter said = new StringWriter();
  private final CountDownLatch never = new CountDownLatch(1);

  Rehearsal(Path folder) {
    this.folder = folder;
  }

  /**
   * Plays it.
   *
   * @param args a folder that is not there yet
   */
  public static void main(String[] args) throws IOException {
    giveUpInTime();
    var rehearsal = new Rehearsal(Path.of(args[0]));
    int exitCode;
    try {
      exitCode = rehearsal.play();
    } finally {
      System.err.print(rehearsal.said);
    }
    System.exit(exitCode);
  }

  private static void giveUpInTime() {
    var watch = new CountDownLatch(1);
    var thread =
        new Thread(
            () -> {
              try {
                boolean _ = watch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
              } catch (InterruptedException _) {
                // Nobody does; it ends as it would anyhow.
              }
              System.err.println("penstock: the rehearsal takes too long");
              Runtime.getRuntime().halt(ExitCode.BROKEN);
            },
            "patience");
    thread.setDaemon(true);
    thread.start();
  }

  /** Zero when the node ended in order both times. */
  int play() throws IOException {
    Path _ = Files.createDirectories(folder);
    Path _ =
        Files.writeString(
            folder.resolve("penstock.yaml"),
            "version: 1\norigin: " + ORIGIN + "\nhttp:\n  port: " + freePort() + "\n");
    List<String> data = List.of("--data", folder.toString());
    int _ = command("--help");
    int first = command(this::use, "up", data);
    int second = command(time -> true, "up", data);
    // Without a key it only finds that the log agrees with itself, which is no success.
    int _ = command("fsck", folder.resolve("ledger").toString());
    return Math.max(first, second);
  }

  /** What the node and its answers said. */
  String said() {
    return said.toString();
  }

  /** The port of every node may be a running node's. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private int command(UpCommand.Stop stop, String name, List<String> options) {
    List<String> line = new ArrayList<>(List.of(name));
    line.addAll(options);
    var out = new PrintWriter(said, true);
    String[] words = line.toArray(String[]::new);
    return FrontDoor.commandLine(Main.wanted(words, stop)).setOut(out).setErr(out).execute(words);
  }

  private int command(String name, String... options) {
    return command(time -> true, name, List.of(options));
  }

  /** Asked whether it is time to stop, when the node runs: yes, once it was used. */
  private boolean use(Duration time) throws InterruptedException {
    try {
      Matcher port = PORT.matcher(said.toString());
      if (!port.find()) {
        throw new IOException("the node has no port");
      }
      use(Integer.parseInt(port.group(1)));
    } catch (IOException e) {
      said.append("not used: ").append(e.toString()).append('\n');
    }
    return true;
  }

  private void use(int port) throws IOException, InterruptedException {
    String token = Files.readString(folder.resolve("vault/api-token")).strip();
    String key = "Authorization: Bearer " + token + "\r\n";
    String body = "{\"rehearsal\":true}";
    boolean _ =
        ask(
            port,
            "POST /api/v1/events?source=rehearsal&point=start",
            key + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n",
            body);
    for (int look = 0; look < LOOKS_MAX && !ask(port, "GET /log/checkpoint", "", ""); look++) {
      boolean _ = never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }
    for (String path : List.of("/health/ready", "/metrics", "/api/v1/node", "/api/v1/records")) {
      boolean _ = ask(port, "GET " + path, key, "");
    }
  }

  /** Whether the answer is one of success. By hand: a client's classes are nobody's in a node. */
  private boolean ask(int port, String what, String headers, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MS_MAX);
      String request =
          what
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nConnection: close\r\n"
              + headers
              + "\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String answer = new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
      String status = answer.lines().findFirst().orElse("nothing");
      said.append(what).append(": ").append(status).append('\n');
      return status.startsWith("HTTP/1.1 2");
    }
  }
}
