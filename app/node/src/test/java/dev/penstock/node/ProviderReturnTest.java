package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.NodeSettings;
import dev.penstock.testkit.HeldPorts;
import dev.penstock.yaml.SettingsFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes back from a provider at a whole node, right and wrong. Nobody comes in but who is
 * tied, and each that did not is written down. Req: 62443-4-2 CR 1.1.
 */
@Timeout(300)
class ProviderReturnTest {
  private static final String BEGIN = "/api/v1/session/oidc/begin";
  private static final String FINISH = "/api/v1/session/oidc/finish?";
  private static final String REFUSED = "/console/?problem=sign-in-refused";
  private static final String UNREACHABLE = "/console/?problem=provider-unreachable";
  private static final String KEPT = "__Host-penstock-oidc";

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private SigningProvider provider;
  private Node node;
  private NodeBrowser ada;

  @BeforeEach
  void start() throws Exception {
    provider = new SigningProvider();
    int port = HeldPorts.next();
    String text =
        """
        origin: plant7.example/log
        http: {port: %d}
        people:
          oidc: {issuer: '%s', client-id: penstock, name: Plant directory}
        """
            .formatted(port, provider.issuer());
    node =
        switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
          case SettingsFile.Reading.Valid<NodeSettings>(var settings) ->
              Node.start(folder.resolve("data"), settings, Node.Machine.here());
          case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
              throw new AssertionError(problems);
        };
    ada = NodeBrowser.ofFirst(http, node);
    tie(NodeBrowser.first(ada.get("/api/v1/session").body(), "id"), "ada");
    // Who gets other ways in comes in anew.
    String _ = ada.done(200, ada.signIn("ada", NodeBrowser.PASSWORD));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    provider.close();
    if (node != null) {
      node.close();
    }
  }

  private void tie(String person, String subject) throws Exception {
    String _ =
        ada.done(
            200,
            ada.post(
                "/api/v1/people/" + person + "/ties",
                """
                {"subjects": [{"issuer": "%s", "subject": "%s"}], "certificates": []}\
                """
                    .formatted(provider.issuer(), subject)));
  }

  private NodeBrowser browser() {
    return new NodeBrowser(http, node);
  }

  /** Goes to the provider as somebody, and gives what is brought back. */
  private String returned(NodeBrowser browser, String subject) throws Exception {
    return provider.signIn(browser.location(BEGIN), subject);
  }

  private void mustBeWrittenDown(String... words) throws Exception {
    TestPlant.await(() -> {
      String all = SealedAccess.of(node).toString();
      return Arrays.stream(words).allMatch(all::contains);
    });
  }

  @Test
  void whoIsTiedComesInAndTheSameReturnServesOnce() throws Exception {
    NodeBrowser browser = browser();
    String back = returned(browser, "ada");
    String kept = browser.cookies.get(KEPT);
    assertThat(browser.location(FINISH + back)).isEqualTo("/console/");
    assertThat(browser.state()).isEqualTo("signed-in");
    assertThat(browser.cookies).doesNotContainKey(KEPT);
    int redeemed = provider.redeemed();
    NodeBrowser thief = browser();
    String _ = thief.cookies.put(KEPT, kept);
    assertThat(thief.location(FINISH + back)).as("replayed").isEqualTo(REFUSED);
    assertThat(thief.state()).isEqualTo("signed-out");
    assertThat(provider.redeemed()).as("the provider is not asked again").isEqualTo(redeemed);
    mustBeWrittenDown("state-unknown");
  }

  @Test
  void aStateThatIsNoneOrOfAnotherBrowserLetsNobodyIn() throws Exception {
    NodeBrowser browser = browser();
    String back = returned(browser, "ada");
    for (String wrong :
        List.of(
            back.replaceAll("state=[^&]*", "state=guessed"),
            back.replaceAll("&state=[^&]*", ""),
            back + "&" + back.replaceAll(".*(state=[^&]*).*", "$1"),
            "")) {
      NodeBrowser other = browser();
      String _ = other.cookies.put(KEPT, browser.cookies.get(KEPT));
      assertThat(other.location(FINISH + wrong)).as(wrong).isEqualTo(REFUSED);
      assertThat(other.state()).isEqualTo("signed-out");
    }
    NodeBrowser victim = browser();
    String _ = victim.location(BEGIN);
    assertThat(victim.location(FINISH + back)).as("of another browser").isEqualTo(REFUSED);
    assertThat(victim.state()).isEqualTo("signed-out");
    assertThat(provider.redeemed()).as("no code was redeemed").isZero();
    mustBeWrittenDown("state-unknown", "browser-differs");
  }

  @Test
  void anErrorOfTheProviderLetsNobodyInAndIsWrittenDown() throws Exception {
    NodeBrowser browser = browser();
    String state = SigningProvider.field(browser.location(BEGIN), "state");
    assertThat(browser.location(FINISH + "error=access_denied&state=" + state)).isEqualTo(REFUSED);
    NodeBrowser another = browser();
    String other = SigningProvider.field(another.location(BEGIN), "state");
    assertThat(another.location(FINISH + "code=never-given&state=" + other)).isEqualTo(REFUSED);
    NodeBrowser without = browser();
    String third = SigningProvider.field(without.location(BEGIN), "state");
    assertThat(without.location(FINISH + "state=" + third)).as("no code").isEqualTo(REFUSED);
    mustBeWrittenDown("provider-refused", "code-missing");
  }

  @Test
  void aCodeThatIsTooLongIsAskedOfNobody() throws Exception {
    NodeBrowser browser = browser();
    String state = SigningProvider.field(browser.location(BEGIN), "state");
    String wrong = "code=" + "x".repeat(20_000) + "&state=" + state;
    assertThat(browser.get(FINISH + wrong).statusCode()).isIn(414, 431);
    assertThat(browser.state()).isEqualTo("signed-out");
    assertThat(provider.redeemed()).isZero();
    String right = "code=" + "x".repeat(5_000) + "&state=" + state;
    assertThat(browser.location(FINISH + right)).as("long, and none").isEqualTo(REFUSED);
    assertThat(provider.redeemed()).isEqualTo(1);
  }

  @Test
  void aProviderThatGoesAwayBetweenTheStepsIsSaidToBeOutOfReach() throws Exception {
    NodeBrowser browser = browser();
    String back = returned(browser, "ada");
    provider.close();
    assertThat(browser.location(FINISH + back)).isEqualTo(UNREACHABLE);
    assertThat(browser.state()).isEqualTo("signed-out");
    assertThat(browser.signIn("ada", NodeBrowser.PASSWORD).statusCode()).isEqualTo(200);
    mustBeWrittenDown("provider-unreachable");
  }

  @Test
  void whoIsTiedToNobodyOrDisabledIsRefusedInTheSameWords() throws Exception {
    NodeBrowser stranger = browser();
    assertThat(stranger.location(FINISH + returned(stranger, "eve-unheard-of"))).isEqualTo(REFUSED);
    assertThat(stranger.state()).isEqualTo("signed-out");
    String made =
        ada.done(
            201,
            ada.post(
                "/api/v1/people",
                """
                {"name": "bo", "displayName": "Bo", "roles": [{"role": "viewer"}]}\
                """));
    String bo = NodeBrowser.first(made, "id");
    tie(bo, "bo");
    NodeBrowser ofBo = browser();
    assertThat(ofBo.location(FINISH + returned(ofBo, "bo"))).isEqualTo("/console/");
    String _ = ada.done(200, ada.post("/api/v1/people/" + bo + "/disable", "{}"));
    assertThat(ofBo.state()).as("the session of before").isEqualTo("signed-out");
    NodeBrowser again = browser();
    assertThat(again.location(FINISH + returned(again, "bo"))).isEqualTo(REFUSED);
    assertThat(again.state()).isEqualTo("signed-out");
    mustBeWrittenDown("sign-in-refused");
    assertThat(SealedAccess.of(node).toString()).doesNotContain("eve-unheard-of");
  }
}
