package dev.penstock.notices.send.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Errands;
import dev.penstock.notices.send.FakePeer;
import dev.penstock.notices.send.NoticeSender;
import dev.penstock.notices.send.Secret;
import dev.penstock.notices.send.SenderContract;
import dev.penstock.notices.send.Sending;
import dev.penstock.notices.send.TestTls;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.notices.send.mail.MailOptions.Login;
import dev.penstock.notices.send.mail.MailOptions.Security;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSenderTest extends SenderContract {
  @TempDir static Path folder;
  private static TestTls tls;

  private final FakeSmtp server = new FakeSmtp();

  @BeforeAll
  static void makeCertificates() throws Exception {
    tls = TestTls.in(folder);
  }

  private static NoticeSender sender(
      Endpoint to, Security security, TrustFiles trust, Optional<Login> login) {
    return new MailSender("plant7", options(to, security, trust, login), FakeClock.of());
  }

  private static MailOptions options(
      Endpoint to, Security security, TrustFiles trust, Optional<Login> login) {
    return new MailOptions(
        to,
        security,
        trust,
        login,
        "notices@plant7.example",
        List.of("a@plant7.example", "b@plant7.example"),
        false,
        LIMIT);
  }

  private NoticeSender plain() throws IOException {
    FakePeer peer = server.open();
    open(peer);
    return sender(peer.endpoint(), Security.PLAIN, TrustFiles.MACHINE, Optional.empty());
  }

  private NoticeSender secured(Security security, TrustFiles trust, boolean hasLogin)
      throws Exception {
    server.tls = server.tls == null ? tls.server("peer") : server.tls;
    server.isTlsFirst = security == Security.TLS;
    FakePeer peer = server.open();
    open(peer);
    Optional<Login> login =
        hasLogin ? Optional.of(new Login("plant7", Secret.of("hunter2"))) : Optional.empty();
    return sender(peer.endpoint(), security, trust, login);
  }

  @Override
  protected NoticeSender towards(Behaviour behaviour) throws Exception {
    FakePeer peer =
        FakePeer.of(
            switch (behaviour) {
              case TAKES -> server::serve;
              case REFUSES -> {
                server.replies.put("MAIL", "550 not you");
                yield server::serve;
              }
              case SILENT -> FakePeer::silent;
              case GARBAGE -> FakePeer::garbage;
              case CUTS ->
                  socket -> {
                    socket
                        .getOutputStream()
                        .write("220 mail.exa".getBytes(StandardCharsets.US_ASCII));
                    socket.close();
                  };
            });
    open(peer);
    return sender(peer.endpoint(), Security.PLAIN, TrustFiles.MACHINE, Optional.empty());
  }

  @Override
  protected NoticeSender towardsNobody() throws Exception {
    try (var gone = new ServerSocket(0)) {
      return sender(
          new Endpoint("127.0.0.1", gone.getLocalPort()),
          Security.PLAIN,
          TrustFiles.MACHINE,
          Optional.empty());
    }
  }

  @Test
  void theCommandsComeInOrder() throws Exception {
    assertThat(plain().send(Errands.raised())).isEqualTo(Sending.taken());
    assertThat(server.heard)
        .containsSubsequence(
            "EHLO [127.0.0.1]",
            "MAIL FROM:<notices@plant7.example>",
            "RCPT TO:<a@plant7.example>",
            "RCPT TO:<b@plant7.example>",
            "DATA");
    assertThat(server.mails)
        .singleElement()
        .satisfies(
            mail -> assertThat(mail).contains("Subject: Penstock plant7: source silent: plc7\n"));
  }

  @Test
  void aPasswordIsSentAfterTlsOnly() throws Exception {
    server.extensions = "250-STARTTLS\r\n250-AUTH PLAIN\r\n";
    assertThat(secured(Security.STARTTLS, tls.trust(), true).send(Errands.raised()))
        .isEqualTo(Sending.taken());
    String pair =
        Base64.getEncoder().encodeToString("\0plant7\0hunter2".getBytes(StandardCharsets.UTF_8));
    assertThat(server.heard)
        .containsSubsequence("STARTTLS", "EHLO [127.0.0.1]", "AUTH PLAIN " + pair, "DATA");
  }

  @Test
  void tlsFromTheFirstByteWorksToo() throws Exception {
    server.extensions = "250-AUTH=LOGIN\r\n";
    server.replies.put("cGxhbnQ3", "334 UGFzc3dvcmQ6");
    server.replies.put("aHVudGVyMg==", "235 known");
    assertThat(secured(Security.TLS, tls.trust(), true).send(Errands.raised()))
        .isEqualTo(Sending.taken());
  }

  @Test
  void aServerThatHidesStartTlsGetsNothing() throws Exception {
    assertThat(secured(Security.STARTTLS, tls.trust(), true).send(Errands.raised()))
        .isEqualTo(new Sending.Refused("the server offers no STARTTLS"));
    assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
  }

  @Test
  void whatIsSaidBeforeTlsIsNotTakenForWhatIsSaidWithin() throws Exception {
    server.extensions = "250-STARTTLS\r\n";
    // CVE-2011-0411 and its like, from the server's side.
    server.afterStartTls = "\r\n250 AUTH PLAIN";
    NoticeSender sender = secured(Security.STARTTLS, tls.trust(), true);
    assertThatThrownBy(() -> sender.send(Errands.raised()))
        .hasMessageContaining("before TLS begins");
    assertThat(server.heard).noneMatch(line -> line.startsWith("AUTH"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatNobodyVouchesForGetsNothing(boolean isOtherName) throws Exception {
    server.tls = tls.server(isOtherName ? "other" : "peer");
    NoticeSender sender =
        secured(Security.TLS, isOtherName ? tls.trust() : tls.trustOfStrangers(), true);
    assertThatThrownBy(() -> sender.send(Errands.raised())).hasMessageContaining("no TLS with");
    assertThat(server.heard).isEmpty();
  }

  @Test
  void aWrongPasswordIsFinal() throws Exception {
    server.extensions = "250-AUTH PLAIN\r\n";
    server.replies.put("AUTH", "535 5.7.8 not known");
    assertThat(secured(Security.TLS, tls.trust(), true).send(Errands.raised()))
        .isInstanceOfSatisfying(
            Sending.Refused.class,
            refused -> assertThat(refused.why()).contains("535").doesNotContain("hunter2"));
  }

  @Test
  void oneReceiverOfTwoIsEnough() throws Exception {
    server.replies.put("RCPT TO:<a@", "550 no such user");
    assertThat(plain().send(Errands.raised()))
        .isEqualTo(new Sending.Taken("not taken for a@plant7.example: 550 no such user"));
    assertThat(server.mails).hasSize(1);
  }

  @Test
  void aBusyServerIsTriedAgain() throws Exception {
    server.replies.put(".", "451 later");
    NoticeSender sender = plain();
    assertThatThrownBy(() -> sender.send(Errands.raised()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("451 later");
  }

  @Test
  void aReplyWithoutEndIsLeft() throws Exception {
    server.replies.put("EHLO", "250-a\r\n".repeat(200) + "250 b");
    NoticeSender sender = plain();
    assertThatThrownBy(() -> sender.send(Errands.raised())).hasMessageContaining("has no end");
  }

  @Test
  void settingsThatWouldBetrayAreRefused() {
    var far = new Endpoint("mail.example", 25);
    var login = Optional.of(new Login("u", Secret.of("p")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(far, Security.PLAIN, TrustFiles.MACHINE, Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            options(new Endpoint("localhost", 25), Security.PLAIN, TrustFiles.MACHINE, login));
    for (String bad :
        List.of("a", "a@", "a b@c", "a@b\r\nDATA", "a>@b", "a@b>", "\"a\"@b", "ä@b", "a@b.")) {
      assertThat(MailOptions.isAddress(bad)).as(bad).isFalse();
    }
    assertThat(MailOptions.isAddress("a.b+c@plant7.example")).isTrue();
    assertThat(login.toString()).doesNotContain("p]");
  }
}
