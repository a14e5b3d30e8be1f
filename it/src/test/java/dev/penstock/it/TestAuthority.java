package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.it.peers.Peers;
import dev.penstock.mqtt.TlsFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An authority, a broker's certificate and a client's, made by openssl. */
record TestAuthority(Path folder, Peers peers) {
  static TestAuthority of(Path folder, Peers peers) {
    return new TestAuthority(folder, peers);
  }

  /** Lines for a listener of mosquitto that shows its certificate and wants one. */
  String listener() {
    return """
    cafile %1$s/ca.pem
    certfile %1$s/broker.pem
    keyfile %1$s/broker.key
    require_certificate true
    """
        .formatted(folder);
  }

  /** What the client has. */
  TlsFiles client() {
    return new TlsFiles(
        folder.resolve("ca.pem"), folder.resolve("north.pem"), folder.resolve("north.key"));
  }

  /** Files ca, broker and north, each with .pem and .key. */
  void make() throws Exception {
    openssl("ca");
    for (String name : List.of("broker", "north")) {
      openssl(
          name,
          "-CA",
          "ca.pem",
          "-CAkey",
          "ca.key",
          "-addext",
          "subjectAltName=DNS:localhost",
          "-addext",
          "basicConstraints=CA:FALSE");
    }
  }

  private void openssl(String name, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(peers.program("openssl").toString());
    command.addAll(
        List.of("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"));
    command.addAll(List.of("-keyout", name + ".key", "-out", name + ".pem", "-days", "2", "-subj"));
    command.add("/CN=" + name);
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
