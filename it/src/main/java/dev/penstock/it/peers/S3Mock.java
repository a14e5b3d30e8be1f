package dev.penstock.it.peers;

import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Adobe S3Mock on loopback: it takes what S3 takes; the lock that a put asks for it neither keeps
 * nor enforces.
 */
public final class S3Mock implements AutoCloseable {
  private static final long START_SECONDS_MAX = 300;

  private final Process process;
  private final URI endpoint;

  private S3Mock(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  static S3Mock start(Path jar, Path folder) throws IOException {
    int port = HeldPorts.next();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "-Dserver.address=127.0.0.1",
                "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                "-Dserver.port=0",
                "-jar",
                jar.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3mock.log").toFile())
            .start();
    var mock = new S3Mock(process, URI.create("http://127.0.0.1:" + port));
    mock.awaitStart();
    return mock;
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (System.nanoTime() < end && process.isAlive()) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        var request = HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(5)).build();
        if (client.send(request, BodyHandlers.discarding()).statusCode() < 500) {
          return;
        }
      } catch (IOException e) {
        // Not yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while S3Mock starts", e);
      }
      pause();
    }
    close();
    throw new IOException("S3Mock did not start in " + START_SECONDS_MAX + " s");
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while S3Mock starts", e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    boolean _ = process.destroyForcibly().isAlive();
  }
}
