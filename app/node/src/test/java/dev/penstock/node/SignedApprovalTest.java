package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bundle.Claim;
import dev.penstock.bundle.ClaimCode;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictText;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.record.Statement;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody agrees with a passkey at a whole node, and an auditor finds in a bundle that it was so.
 * Req: 62443-4-2 CR 2.12
 */
@Timeout(180)
class SignedApprovalTest {
  @TempDir private Path folder;
  private final SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, new byte[16]);

  @Test
  void anAuditorFindsWhatAPasskeySigned() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String text = "origin: plant7.example/log\nhttp: {port: %d}\n".formatted(port);
    Path data = folder.resolve("data");
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Node node = start(data, text)) {
      NodeBrowser ada = NodeBrowser.ofFirst(http, node);
      NodeBrowser bo = joined(http, node, ada, "bo", "security-officer");
      addPasskey(bo, "http://localhost:" + port);
      NodeBrowser _ = joined(http, node, ada, "tom", "viewer");
      String tom = id(ada, "tom");
      String asked =
          ada.done(202, ada.post("/api/v1/people/" + tom + "/erase", "{\"reason\": \"\"}"));
      agree(bo, NodeBrowser.first(asked, "id"), "http://localhost:" + port);

      // A bundle holds what is sealed by then.
      TestPlant.await(() ->
          SealedAccess.values(node).stream()
              .anyMatch(one -> one instanceof Statement said && Agreed.isOne(said)));
      Verdict verdict = verdict(data);
      Claim claim = verdict.claim(ClaimCode.APPROVALS);
      assertThat(claim.isVerified()).as(() -> String.join("\n", VerdictText.of(verdict))).isTrue();
      assertThat(claim.details())
          .singleElement()
          .asString()
          .contains("of kind person.erase", "signed request", "which is here, with passkey");
    }
  }

  /** Of a bundle about the gateway itself, as of now. */
  private Verdict verdict(Path data) throws IOException, InterruptedException {
    Path file = folder.resolve("gateway.zip");
    assertThat(Auditor.ask(data, file, Auditor.request(""))).isInstanceOf(ControlAnswer.Done.class);
    return Auditor.verdict(file, Auditor.trust(data), RecordSink.NONE);
  }

  private static Node start(Path data, String text) throws Exception {
    var machine = Node.Machine.here();
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
          Node.start(data, settings, machine);
      case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
          throw new AssertionError(problems);
    };
  }

  private static NodeBrowser joined(
      HttpClient http, Node node, NodeBrowser ada, String name, String role) throws Exception {
    String made =
        ada.done(
            201,
            ada.post(
                "/api/v1/people",
                "{\"name\": \"%s\", \"displayName\": \"X\", \"roles\": [{\"role\": \"%s\"}]}"
                    .formatted(name, role)));
    String initial = NodeBrowser.first(made, "initialPassword");
    var browser = new NodeBrowser(http, node);
    String _ = browser.done(200, browser.signIn(name, initial));
    String _ =
        browser.done(
            204,
            browser.post(
                "/api/v1/account/password",
                "{\"old\": \"%s\", \"new\": \"%s\"}".formatted(initial, NodeBrowser.PASSWORD)));
    return browser;
  }

  private static String id(NodeBrowser ada, String name) throws Exception {
    String people = ada.done(200, ada.get("/api/v1/people"));
    int at = people.indexOf("\"name\":\"" + name + "\"");
    return NodeBrowser.first(people.substring(people.lastIndexOf("\"id\":", at)), "id");
  }

  private void addPasskey(NodeBrowser bo, String origin) throws Exception {
    String begun = bo.done(200, bo.post("/api/v1/account/passkeys/begin", "{\"label\": \"blue\"}"));
    PasskeyDraft draft = passkey.create("localhost", origin, challenge(begun));
    String _ =
        bo.done(
            201,
            bo.post(
                "/api/v1/account/passkeys/finish",
                """
                {"ticket": "%s", "credential": {"id": "%s", "response":
                 {"clientDataJson": "%s", "attestationObject": "%s"}}}\
                """
                    .formatted(
                        NodeBrowser.first(begun, "ticket"),
                        text(draft.credentialId()),
                        text(draft.clientDataJson()),
                        text(draft.attestationObject()))));
  }

  private void agree(NodeBrowser bo, String approval, String origin) throws Exception {
    String path = "/api/v1/approvals/" + approval;
    String digest = NodeBrowser.first(bo.done(200, bo.get(path)), "digest");
    String begun = bo.done(200, bo.post(path + "/begin", "{}"));
    PasskeyDraft draft = passkey.get("localhost", origin, challenge(begun)).counter(1);
    String _ =
        bo.done(
            200,
            bo.post(
                path + "/approve",
                """
                {"digest": "%s", "ticket": "%s", "credential": {"id": "%s", "response":
                 {"clientDataJson": "%s", "authenticatorData": "%s", "signature": "%s"}}}\
                """
                    .formatted(
                        digest,
                        NodeBrowser.first(begun, "ticket"),
                        text(draft.credentialId()),
                        text(draft.clientDataJson()),
                        text(draft.authenticatorData()),
                        text(draft.signature()))));
  }

  private static byte[] challenge(String begun) {
    return Base64.getUrlDecoder().decode(NodeBrowser.first(begun, "challenge"));
  }

  private static String text(byte[] bytes) {
    return PasskeyDraft.base64Url(bytes);
  }
}
