package dev.penstock.anchors.rfc3161;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.testkit.tsa.KeyKind;
import dev.penstock.testkit.tsa.TestAuthority;
import dev.penstock.testkit.tsa.TokenDraft;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.tsp.TimeStampRequest;

/** An authority that answers over HTTP on loopback, with its issuer's addresses beside it. */
final class FakeTsa implements AutoCloseable {
  /** What it does otherwise than it should. */
  enum Fault {
    NONE,
    WRONG_NONCE,
    NO_NONCE,
    WRONG_IMPRINT,
    WRONG_DIGEST,
    OTHER_POLICY,
    NO_CERTIFICATE,
    CHANGED_SIGNATURE,
    NOT_FOR_TIME,
    GARBAGE,
    EMPTY,
    CUT,
    TRAILING,
    HUGE,
    REJECTED,
    WAITING,
    GRANTED_WITHOUT_TOKEN,
    REDIRECT,
    NOT_FOUND,
    BROKEN,
    SILENT,
    HALF_ANSWER,
    CLOSED
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch ending = new CountDownLatch(1);
  final TestAuthority root;
  final TestAuthority middle;
  final CountDownLatch asked = new CountDownLatch(1);
  volatile TestAuthority clock;
  volatile Fault fault = Fault.NONE;
  volatile Instant now = Instant.parse("2026-03-03T10:00:05Z");
  volatile String authorization = "";
  volatile boolean isIssuerSilent;
  volatile boolean hasOcsp = true;
  volatile int revokedReason = -1;
  volatile byte[] lastToken = new byte[0];

  FakeTsa() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    root = TestAuthority.root("C=XX,CN=Root", KeyKind.P_256).telling(address + "/root");
    middle = root.below("C=XX,CN=Middle", KeyKind.P_256).telling(address + "/middle");
    clock = middle.tsa("C=XX,CN=Clock", KeyKind.P_256);
    server.createContext("/tsa", this::stamp);
    server.createContext("/root", exchange -> tell(exchange, root));
    server.createContext("/middle", exchange -> tell(exchange, middle));
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  private void stamp(HttpExchange exchange) throws IOException {
    byte[] question = exchange.getRequestBody().readAllBytes();
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    authorization = sent == null ? "" : sent;
    asked.countDown();
    try (exchange) {
      switch (fault) {
        case REDIRECT -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
        }
        case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
        case BROKEN -> exchange.sendResponseHeaders(503, -1);
        case SILENT -> ending.await();
        case HALF_ANSWER -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          ending.await();
        }
        case CLOSED -> {}
        default -> send(exchange, answer(new TimeStampRequest(question)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException("the fake failed", e);
    }
  }

  private byte[] answer(TimeStampRequest request) throws Exception {
    return switch (fault) {
      case GARBAGE -> "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
      case EMPTY -> new byte[0];
      case HUGE -> new byte[(1 << 18) + 1];
      case REJECTED -> status(2, PKIFailureInfo.unacceptedPolicy | PKIFailureInfo.badAlg);
      case WAITING -> status(3, 0);
      case GRANTED_WITHOUT_TOKEN -> status(0, 0);
      case CUT -> {
        byte[] whole = granted(token(request));
        yield Arrays.copyOf(whole, whole.length - 1);
      }
      case TRAILING -> {
        byte[] whole = granted(token(request));
        yield Arrays.copyOf(whole, whole.length + 1);
      }
      default -> granted(token(request));
    };
  }

  private byte[] token(TimeStampRequest request) throws Exception {
    TestAuthority by =
        fault == Fault.NOT_FOR_TIME
            ? middle.tsa(
                "C=XX,CN=Other",
                KeyKind.P_256,
                TestAuthority.FROM,
                TestAuthority.TO,
                TestAuthority.Purpose.ANOTHER)
            : clock;
    TokenDraft draft =
        TokenDraft.by(by)
            .imprint(request.getMessageImprintDigest(), request.getMessageImprintAlgOID().getId())
            .nonce(request.getNonce())
            .at(now);
    if (request.getReqPolicy() != null) {
      draft = draft.policy(request.getReqPolicy().getId());
    }
    switch (fault) {
      case WRONG_NONCE -> draft = draft.nonce(request.getNonce().add(BigInteger.ONE));
      case NO_NONCE -> draft = draft.nonce(null);
      case WRONG_IMPRINT -> draft = draft.imprint(new byte[32], TokenDraft.SHA_256);
      case WRONG_DIGEST -> draft = draft.imprint(new byte[64], TokenDraft.SHA_512);
      case OTHER_POLICY -> draft = draft.policy("1.2.3.4");
      case NO_CERTIFICATE -> draft = draft.with();
      default -> {}
    }
    byte[] token = draft.make();
    if (fault == Fault.CHANGED_SIGNATURE) {
      token[token.length - 1] = (byte) (token[token.length - 1] ^ 1);
    }
    lastToken = token;
    return token;
  }

  private static byte[] granted(byte[] token) throws IOException {
    var status = new DERSequence(new ASN1Integer(0));
    var parts = new ASN1EncodableVector();
    parts.add(status);
    parts.add(ASN1Primitive.fromByteArray(token));
    return new DERSequence(parts).getEncoded("DER");
  }

  private static byte[] status(int status, int failure) throws IOException {
    var parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(status));
    parts.add(new DERSequence(new DERUTF8String("not today\u0007")));
    if (failure != 0) {
      parts.add(new PKIFailureInfo(failure));
    }
    return new DERSequence(new DERSequence(parts)).getEncoded("DER");
  }

  private void tell(HttpExchange exchange, TestAuthority issuer) throws IOException {
    byte[] question = exchange.getRequestBody().readAllBytes();
    try (exchange) {
      if (isIssuerSilent) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/issuer")) {
        send(exchange, issuer.certificate());
      } else if (path.endsWith("/crl")) {
        send(
            exchange,
            issuer.crl(
                now.minusSeconds(60),
                now.plusSeconds(86_400),
                revokedReason < 0 ? Map.of() : Map.of(clock, revokedReason),
                now.minusSeconds(30)));
      } else if (hasOcsp) {
        CertificateID id = new OCSPReq(question).getRequestList()[0].getCertID();
        send(exchange, issuer.ocsp(id, issuer, now.minusSeconds(60), revokedReason));
      } else {
        exchange.sendResponseHeaders(500, -1);
      }
    } catch (Exception e) {
      throw new IOException("the fake failed", e);
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    ending.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
