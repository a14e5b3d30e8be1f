package dev.penstock.it.peers;

import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An identity provider on loopback, at which anybody signs in with any password. */
public final class OidcProviderProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final ServerProcess server;

  private OidcProviderProcess(ServerProcess server) {
    this.server = server;
  }

  static OidcProviderProcess start(Path node, Path npm, Path folder, String redirect)
      throws IOException {
    int port = HeldPorts.next();
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    node.toString(),
                    npm.resolve("identity-provider.mjs").toString(),
                    Integer.toString(port),
                    redirect))
            .directory(npm.toFile());
    builder.environment().put("HOME", folder.toString());
    return new OidcProviderProcess(
        ServerProcess.start("the identity provider", builder, port, START_MAX));
  }

  /** How it names itself. */
  public String issuer() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
