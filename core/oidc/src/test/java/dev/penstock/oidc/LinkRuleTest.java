package dev.penstock.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 1.1 RE(1) */
class LinkRuleTest {
  private static final String ISSUER = "https://id.example";

  private final Map<String, String> links = new HashMap<>();
  private final Map<String, String> names = new HashMap<>(Map.of("ada", "p1", "a@x.org", "p2"));

  private final LinkRule.Directory people =
      new LinkRule.Directory() {
        @Override
        public Optional<String> linkedTo(String issuer, String subject) {
          return Optional.ofNullable(links.get(issuer + " " + subject));
        }

        @Override
        public Optional<String> named(String name) {
          return Optional.ofNullable(names.get(name));
        }

        @Override
        public boolean isLinked(String person, String issuer) {
          return links.entrySet().stream()
              .anyMatch(
                  link -> link.getKey().startsWith(issuer + " ") && link.getValue().equals(person));
        }
      };

  private static IdToken token(String subject, JsonObjectMaker claims) {
    return new IdToken(ISSUER, subject, Optional.empty(), claims.make());
  }

  private LinkRule.Link find(LinkRule.Claim claim, String subject, JsonObjectMaker claims) {
    return new LinkRule(claim).find(token(subject, claims), people);
  }

  private static LinkRule.Link nobody(LinkRule.Why why) {
    return new LinkRule.Link.Nobody(why);
  }

  @Test
  void whoIsLinkedComesInWhateverTheNameThereIsNow() {
    links.put(ISSUER + " s1", "p9");
    assertThat(
            find(
                LinkRule.Claim.PREFERRED_USERNAME,
                "s1",
                new JsonObjectMaker().put("preferred_username", "ada")))
        .isEqualTo(new LinkRule.Link.Known("p9"));
    assertThat(find(LinkRule.Claim.NONE, "s1", new JsonObjectMaker()))
        .isEqualTo(new LinkRule.Link.Known("p9"));
  }

  @Test
  void whoIsNotLinkedIsMatchedByNameOnce() {
    JsonObjectMaker ada = new JsonObjectMaker().put("preferred_username", "ada");
    LinkRule.Link found = find(LinkRule.Claim.PREFERRED_USERNAME, "s1", ada);
    assertThat(found).isEqualTo(new LinkRule.Link.New("p1", ISSUER, "s1"));
    links.put(ISSUER + " s1", "p1");
    // The name goes to somebody else at the provider: that one does not become ada here.
    assertThat(find(LinkRule.Claim.PREFERRED_USERNAME, "s2", ada))
        .isEqualTo(nobody(LinkRule.Why.LINKED_TO_ANOTHER));
  }

  @Test
  void nobodyIsMadeBySigningIn() {
    assertThat(
            find(
                LinkRule.Claim.PREFERRED_USERNAME,
                "s1",
                new JsonObjectMaker().put("preferred_username", "eve")))
        .isEqualTo(nobody(LinkRule.Why.NO_SUCH_PERSON));
    assertThat(
            find(
                LinkRule.Claim.PREFERRED_USERNAME,
                "s1",
                new JsonObjectMaker().put("preferred_username", "Ada")))
        .isEqualTo(nobody(LinkRule.Why.NO_SUCH_PERSON));
    assertThat(
            find(LinkRule.Claim.NONE, "s1", new JsonObjectMaker().put("preferred_username", "ada")))
        .isEqualTo(nobody(LinkRule.Why.NOT_LINKED));
    assertThat(find(LinkRule.Claim.PREFERRED_USERNAME, "s1", new JsonObjectMaker()))
        .isEqualTo(nobody(LinkRule.Why.CLAIM_MISSING));
    assertThat(
            find(
                LinkRule.Claim.PREFERRED_USERNAME,
                "s1",
                new JsonObjectMaker().put("preferred_username", 5)))
        .isEqualTo(nobody(LinkRule.Why.CLAIM_MISSING));
  }

  @Test
  void anAddressCountsOnlyWhereItIsVerified() {
    JsonObjectMaker bare = new JsonObjectMaker().put("email", "a@x.org");
    assertThat(find(LinkRule.Claim.EMAIL, "s1", bare))
        .isEqualTo(nobody(LinkRule.Why.EMAIL_UNVERIFIED));
    for (Json unverified : new Json[] {Json.of(false), Json.of("true"), Json.of(1)}) {
      JsonObjectMaker claims =
          new JsonObjectMaker().put("email", "a@x.org").put("email_verified", unverified);
      assertThat(find(LinkRule.Claim.EMAIL, "s1", claims))
          .isEqualTo(nobody(LinkRule.Why.EMAIL_UNVERIFIED));
    }
    assertThat(find(LinkRule.Claim.EMAIL, "s1", bare.put("email_verified", true)))
        .isEqualTo(new LinkRule.Link.New("p2", ISSUER, "s1"));
  }

  @Test
  void userInfoAddsWhatIsMissingAndOverridesNothing() {
    IdToken token = token("s1", new JsonObjectMaker().put("sub", "s1").put("name", "signed"));
    var rule = new LinkRule(LinkRule.Claim.PREFERRED_USERNAME);
    assertThat(rule.needsMoreOf(token)).isTrue();
    IdToken more =
        Good.of(
            token.with(
                bytes("{\"sub\":\"s1\",\"name\":\"other\",\"preferred_username\":\"ada\"}")));
    assertThat(more.claim("name")).contains("signed");
    assertThat(more.claim("preferred_username")).contains("ada");
    assertThat(rule.needsMoreOf(more)).isFalse();
    for (String wrong : new String[] {"{\"sub\":\"s2\"}", "{}", "x", "{\"sub\":1}"}) {
      assertThat(Good.reason(token.with(bytes(wrong)))).isEqualTo(OidcReason.USER_INFO_WRONG);
    }
  }

  @Test
  void aClaimIsKnownByTheNameItHasInSettings() {
    for (LinkRule.Claim claim : LinkRule.Claim.values()) {
      assertThat(LinkRule.Claim.of(claim.wireName())).contains(claim);
    }
    assertThat(LinkRule.Claim.of("sub")).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
