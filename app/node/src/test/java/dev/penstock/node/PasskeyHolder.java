package dev.penstock.node;

import dev.penstock.testkit.passkeys.PasskeyDraft;
import dev.penstock.testkit.passkeys.PasskeyKind;
import dev.penstock.testkit.passkeys.SoftPasskey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Base64;

/** Somebody at a node who agrees to requests with a passkey. */
final class PasskeyHolder {
  private final NodeBrowser browser;
  private final String origin;
  private final SoftPasskey passkey = SoftPasskey.make(PasskeyKind.ES256, new byte[16]);
  private int counter;

  private PasskeyHolder(NodeBrowser browser, String origin) {
    this.browser = browser;
    this.origin = origin;
  }

  /** Somebody signed in, who gets a passkey now. */
  static PasskeyHolder of(NodeBrowser browser, String origin) throws Exception {
    var holder = new PasskeyHolder(browser, origin);
    holder.addPasskey();
    return holder;
  }

  /** Somebody new with a role, who has chosen a password. */
  static NodeBrowser joined(HttpClient http, Node node, NodeBrowser ada, String name, String role)
      throws Exception {
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

  static String id(NodeBrowser ada, String name) throws Exception {
    String people = ada.done(200, ada.get("/api/v1/people"));
    int at = people.indexOf("\"name\":\"" + name + "\"");
    return NodeBrowser.first(people.substring(people.lastIndexOf("\"id\":", at)), "id");
  }

  private void addPasskey() throws Exception {
    String begun =
        browser.done(200, browser.post("/api/v1/account/passkeys/begin", "{\"label\": \"blue\"}"));
    PasskeyDraft draft = passkey.create("localhost", origin, challenge(begun));
    String _ =
        browser.done(
            201,
            browser.post(
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

  /** Says yes to a request, and shows what comes of it; refused at once, what refuses. */
  HttpResponse<String> agree(String approval) throws IOException, InterruptedException {
    String path = "/api/v1/approvals/" + approval;
    String digest = NodeBrowser.first(browser.done(200, browser.get(path)), "digest");
    HttpResponse<String> begun = browser.post(path + "/begin", "{}");
    if (begun.statusCode() != 200) {
      return begun;
    }
    counter++;
    PasskeyDraft draft = passkey.get("localhost", origin, challenge(begun.body())).counter(counter);
    return browser.post(
        path + "/approve",
        """
        {"digest": "%s", "ticket": "%s", "credential": {"id": "%s", "response":
         {"clientDataJson": "%s", "authenticatorData": "%s", "signature": "%s"}}}\
        """
            .formatted(
                digest,
                NodeBrowser.first(begun.body(), "ticket"),
                text(draft.credentialId()),
                text(draft.clientDataJson()),
                text(draft.authenticatorData()),
                text(draft.signature())));
  }

  private static byte[] challenge(String begun) {
    return Base64.getUrlDecoder().decode(NodeBrowser.first(begun, "challenge"));
  }

  private static String text(byte[] bytes) {
    return PasskeyDraft.base64Url(bytes);
  }
}
