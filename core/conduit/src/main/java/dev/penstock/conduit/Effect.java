package dev.penstock.conduit;

import java.util.Optional;

/** What a rule says of what it fits; the later one here beats the earlier. */
public enum Effect {
  /** It may pass. */
  ALLOW("allow"),
  /** It may pass when a second person agrees to exactly this. */
  TWO_PEOPLE("two-people"),
  /** It may not pass, whatever other rules say. */
  DENY("deny");

  private final String word;

  Effect(String word) {
    this.word = word;
  }

  /** The word in policies. */
  public String word() {
    return word;
  }

  /** The effect with this word. */
  public static Optional<Effect> of(String word) {
    for (Effect effect : values()) {
      if (effect.word.equals(word)) {
        return Optional.of(effect);
      }
    }
    return Optional.empty();
  }
}
