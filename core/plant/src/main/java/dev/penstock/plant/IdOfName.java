package dev.penstock.plant;

import java.text.Normalizer;
import java.util.Locale;

/** An id for a thing of which somebody knows the name alone. */
public final class IdOfName {
  private IdOfName() {}

  /** It looks like the name; what is no id is refused when the model is checked. */
  public static String of(String name) {
    String plain =
        Normalizer.normalize(name.replace("\u00df", "ss"), Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+", "");
    String cut = plain.substring(0, Math.min(plain.length(), Bounds.ID_CHARS_MAX));
    return cut.replaceAll("-+$", "");
  }
}
