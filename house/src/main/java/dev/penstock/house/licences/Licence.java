package dev.penstock.house.licences;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The licences that may ship, and the many names that poms give them. */
final class Licence {
  /** SPDX identifiers. Another one needs a decision record first. */
  static final Set<String> MAY_SHIP =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "ISC",
          "MIT",
          "MIT-0",
          "Unlicense");

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("apache license, version 2.0", "Apache-2.0"),
          Map.entry("apache license version 2.0", "Apache-2.0"),
          Map.entry("apache license 2.0", "Apache-2.0"),
          Map.entry("apache software license 2.0", "Apache-2.0"),
          Map.entry("apache software license, version 2.0", "Apache-2.0"),
          Map.entry("the apache license, version 2.0", "Apache-2.0"),
          Map.entry("the apache software license, version 2.0", "Apache-2.0"),
          Map.entry("apache 2.0", "Apache-2.0"),
          Map.entry("apache 2", "Apache-2.0"),
          Map.entry("apache2", "Apache-2.0"),
          // The Bouncy Castle licence is the text of MIT under another name.
          Map.entry("bouncy castle licence", "MIT"),
          Map.entry("mit license", "MIT"),
          Map.entry("the mit license", "MIT"),
          Map.entry("the mit license (mit)", "MIT"),
          Map.entry("bsd 2-clause license", "BSD-2-Clause"),
          Map.entry("bsd-2-clause license", "BSD-2-Clause"),
          Map.entry("the bsd 2-clause license", "BSD-2-Clause"),
          Map.entry("bsd 3-clause license", "BSD-3-Clause"),
          Map.entry("the bsd 3-clause license", "BSD-3-Clause"),
          Map.entry("eclipse public license - v 1.0", "EPL-1.0"),
          Map.entry("the eclipse public license version 1.0", "EPL-1.0"),
          Map.entry("eclipse public license, version 2.0", "EPL-2.0"),
          Map.entry("eclipse public license - v 2.0", "EPL-2.0"),
          Map.entry("eclipse public license - version 2.0", "EPL-2.0"),
          Map.entry("eclipse public license v2.0", "EPL-2.0"),
          Map.entry("eclipse public license v. 2.0", "EPL-2.0"),
          Map.entry("eclipse public license 2.0", "EPL-2.0"),
          Map.entry("epl 2.0", "EPL-2.0"),
          Map.entry("public domain, per creative commons cc0", "CC0-1.0"),
          Map.entry("the unlicense", "Unlicense"));

  private Licence() {}

  /** The SPDX identifier where the name is known, else the name as it is. */
  static String shortName(String name) {
    String plain = name.strip().replaceAll("\\s+", " ");
    for (String identifier : MAY_SHIP) {
      if (identifier.equalsIgnoreCase(plain)) {
        return identifier;
      }
    }
    return BY_NAME.getOrDefault(plain.toLowerCase(Locale.ROOT), plain);
  }

  /** Whether a component may ship: of licences side by side we take the first that may. */
  static boolean mayShip(Component component) {
    return component.licences().stream().map(Licence::shortName).anyMatch(MAY_SHIP::contains);
  }
}
