package dev.penstock.notices.send;

import dev.penstock.testkit.tls.Certificates;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates for peers on loopback, and one for another name. */
public final class TestTls {
  private final Certificates certificates;

  private TestTls(Certificates certificates) {
    this.certificates = certificates;
  }

  public static TestTls in(Path folder) throws Exception {
    var made = new Certificates(Files.createDirectories(folder.resolve("tls")));
    made.authority("ca");
    made.certificate("peer", "ca", "CN=peer", "-ext", "san=ip:127.0.0.1,dns:localhost");
    made.certificate("other", "ca", "CN=other", "-ext", "san=dns:other.example");
    made.certificate("node", "ca", "CN=node");
    made.authority("stranger");
    return new TestTls(made);
  }

  public SSLContext server(String name) throws Exception {
    return certificates.sender("ca", name);
  }

  public TrustFiles trust() {
    return new TrustFiles(Optional.of(certificates.pem("ca")), Optional.empty());
  }

  public TrustFiles trustOfStrangers() {
    return new TrustFiles(Optional.of(certificates.pem("stranger")), Optional.empty());
  }

  public TrustFiles trustAndShow() {
    return new TrustFiles(
        Optional.of(certificates.pem("ca")),
        Optional.of(new TrustFiles.Own(certificates.pem("node"), certificates.pem("node.key"))));
  }

  /** The server's side of TLS on a connection. */
  public static SSLSocket serve(SSLContext tls, Socket socket, boolean needsClient)
      throws Exception {
    var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
    secured.setUseClientMode(false);
    secured.setNeedClientAuth(needsClient);
    secured.startHandshake();
    return secured;
  }
}
