package dev.penstock.it.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * {@code openssl ts} as a time-stamping authority on loopback, one process for each question, and
 * as a judge of tokens.
 */
public final class OpensslTsa implements AutoCloseable {
  private static final long PROCESS_SECONDS_MAX = 60;

  private static final String CONFIGURATION =
      """
      [req]
      distinguished_name = dn
      prompt = no
      [dn]
      O = Penstock test
      CN = Test root
      [ca]
      basicConstraints = critical,CA:TRUE
      keyUsage = critical,keyCertSign,cRLSign
      subjectKeyIdentifier = hash
      [clock]
      basicConstraints = critical,CA:FALSE
      keyUsage = critical,digitalSignature
      extendedKeyUsage = critical,timeStamping
      [tsa]
      serial = FOLDER/serial
      default_policy = 1.3.6.1.4.1.99999.1
      other_policies = 1.3.6.1.4.1.99999.2
      digests = sha256,sha512
      accuracy = secs:1
      tsa_name = yes
      signer_digest = sha256
      """;

  private final Path program;
  private final Path folder;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private OpensslTsa(Path program, Path folder, HttpServer server) {
    this.program = program;
    this.folder = folder;
    this.server = server;
  }

  static OpensslTsa start(Path program, Path folder) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var tsa = new OpensslTsa(program, folder, server);
    Files.writeString(
        folder.resolve("tsa.cnf"), CONFIGURATION.replace("FOLDER", folder.toString()));
    Files.writeString(folder.resolve("serial"), "01\n");
    tsa.mustRun(
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-days",
        "3650",
        "-config",
        "tsa.cnf",
        "-extensions",
        "ca",
        "-sha256");
    tsa.mustRun(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "clock.key",
        "-out",
        "clock.csr",
        "-subj",
        "/O=Penstock test/CN=Test clock");
    tsa.mustRun(
        "x509",
        "-req",
        "-in",
        "clock.csr",
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-out",
        "clock.pem",
        "-days",
        "365",
        "-extfile",
        "tsa.cnf",
        "-extensions",
        "clock",
        "-sha256");
    server.setExecutor(tsa.threads);
    server.createContext("/tsa", tsa::stamp);
    server.start();
    return tsa;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  /** What its clock is certified by, PEM. */
  public byte[] root() throws IOException {
    return Files.readAllBytes(folder.resolve("root.pem"));
  }

  /** Whether {@code openssl ts -verify} takes a token for one about this data. */
  public boolean accepts(byte[] token, byte[] data) throws IOException {
    Files.write(folder.resolve("judged.der"), token);
    Files.write(folder.resolve("judged.txt"), data);
    return run(
        "ts",
        "-verify",
        "-data",
        "judged.txt",
        "-in",
        "judged.der",
        "-token_in",
        "-CAfile",
        "root.pem");
  }

  private synchronized void stamp(HttpExchange exchange) throws IOException {
    try (exchange) {
      Files.write(folder.resolve("query.tsq"), exchange.getRequestBody().readAllBytes());
      mustRun(
          "ts",
          "-reply",
          "-config",
          "tsa.cnf",
          "-section",
          "tsa",
          "-queryfile",
          "query.tsq",
          "-signer",
          "clock.pem",
          "-inkey",
          "clock.key",
          "-out",
          "reply.tsr");
      byte[] reply = Files.readAllBytes(folder.resolve("reply.tsr"));
      exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  private void mustRun(String... arguments) throws IOException {
    if (!run(arguments)) {
      throw new IOException(
          "openssl failed: "
              + String.join(" ", arguments)
              + "\n"
              + Files.readString(folder.resolve("openssl.log"), StandardCharsets.UTF_8));
    }
  }

  private boolean run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    try {
      if (!process.waitFor(PROCESS_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IOException("openssl does not end");
      }
      return process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while openssl ran", e);
    } finally {
      var _ = process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
