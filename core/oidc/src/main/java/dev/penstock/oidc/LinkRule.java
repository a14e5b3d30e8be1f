package dev.penstock.oidc;

import dev.penstock.json.Json;
import java.util.Optional;

/**
 * Who of the people here is the one that signed in at the provider. Nobody is made by a sign-in: a
 * person is linked already, or is matched once by a claim that equals the person's name, and is
 * linked from then on.
 *
 * <p>Req: 62443-4-2 CR 1.1 RE(1)
 */
public final class LinkRule {
  private final Claim claim;

  /** By what a person who is not linked yet is matched. */
  public enum Claim {
    /** Only people who were linked by an administrator come in. */
    NONE(""),
    PREFERRED_USERNAME("preferred_username"),
    /** Counts only where the provider says that it has verified it (Core §5.1). */
    EMAIL("email");

    private final String wireName;

    Claim(String wireName) {
      this.wireName = wireName;
    }

    /** The name in tokens and in settings; empty for none. */
    public String wireName() {
      return wireName;
    }

    public static Optional<Claim> of(String wireName) {
      for (Claim claim : values()) {
        if (claim.wireName.equals(wireName)) {
          return Optional.of(claim);
        }
      }
      return Optional.empty();
    }
  }

  /** The people of this node, as far as this rule asks for them. */
  public interface Directory {
    /** The person linked to this subject of this issuer. */
    Optional<String> linkedTo(String issuer, String subject);

    /** The person who signs in by exactly this name. */
    Optional<String> named(String name);

    /** Whether the person is linked to any subject of this issuer. */
    boolean isLinked(String person, String issuer);
  }

  /** Which person it is. */
  public sealed interface Link {
    /** The person is linked already. */
    record Known(String person) implements Link {}

    /** The person was matched by name: the caller writes the link down, then lets the person in. */
    record New(String person, String issuer, String subject) implements Link {}

    /** Nobody here; why is for the access record, not for the browser. */
    record Nobody(Why why) implements Link {}
  }

  /** Why nobody was found. */
  public enum Why {
    NOT_LINKED("this subject is linked to nobody, and people are not matched by name"),
    CLAIM_MISSING("the provider does not send the claim that people are matched by"),
    EMAIL_UNVERIFIED("the provider has not verified the address"),
    NO_SUCH_PERSON("nobody here has that name"),
    LINKED_TO_ANOTHER("the person of that name is linked to another subject");

    private final String text;

    Why(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  public LinkRule(Claim claim) {
    this.claim = claim;
  }

  /** Whether it must be known what the token itself does not say. */
  public boolean needsMoreOf(IdToken token) {
    return claim != Claim.NONE && token.claim(claim.wireName).isEmpty();
  }

  public Link find(IdToken token, Directory people) {
    Optional<String> linked = people.linkedTo(token.issuer(), token.subject());
    if (linked.isPresent()) {
      return new Link.Known(linked.get());
    }
    if (claim == Claim.NONE) {
      return new Link.Nobody(Why.NOT_LINKED);
    }
    Optional<String> name = token.claim(claim.wireName);
    if (name.isEmpty()) {
      return new Link.Nobody(Why.CLAIM_MISSING);
    }
    boolean isVerified = token.claims().get("email_verified").equals(Optional.of(Json.of(true)));
    if (claim == Claim.EMAIL && !isVerified) {
      return new Link.Nobody(Why.EMAIL_UNVERIFIED);
    }
    Optional<String> person = people.named(name.get());
    if (person.isEmpty()) {
      return new Link.Nobody(Why.NO_SUCH_PERSON);
    }
    // A name that went to somebody else at the provider must not bring the person's rights along.
    return people.isLinked(person.get(), token.issuer())
        ? new Link.Nobody(Why.LINKED_TO_ANOTHER)
        : new Link.New(person.get(), token.issuer(), token.subject());
  }
}
