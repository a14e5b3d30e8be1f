package dev.penstock.plantmap;

import java.util.Locale;

/** What stands on a printed map, in each language. */
enum MapWords {
  TITLE("Zones and conduits", "Zonen und Conduits"),
  VERSION("Version %d of the model, %s", "Version %d des Modells, %s"),
  SPAN("Looked at: %s to %s", "Betrachtet: %s bis %s"),
  UNREAD(
      "Not all records of this time are read yet: some of what was observed is missing.",
      "Noch nicht alle Einträge dieser Zeit sind gelesen: von dem Beobachteten fehlt etwas."),
  PRUNED(
      "Some records of this time may have been dropped by policy.",
      "Ein Teil der Einträge dieser Zeit kann nach Vorschrift gelöscht sein."),
  UNPLACED(
      "%d requests have no place on this map.", "%d Anfragen haben auf dieser Karte keinen Platz."),
  ASSETS("assets %d", "Anlagenteile %d"),
  HEARD("heard %d of %d", "gehört %d von %d"),
  DENIED("denied %d", "abgewiesen %d"),
  WAITED("waited for a second person %d", "auf eine zweite Person wartend %d"),
  OUTSIDE("another zone", "eine andere Zone"),
  LIVE(
      "something passed, waits or was heard; the thicker, the more often",
      "etwas ging durch, wartet oder wurde gehört; je dicker, desto öfter"),
  DENYING("something was denied", "etwas wurde abgewiesen"),
  SILENT("nothing on record", "nichts aufgezeichnet"),
  UNKNOWN("not known here", "hier nicht bekannt"),
  GHOST("observed, and not in the model", "beobachtet und nicht im Modell"),
  DIODE("one way only, as declared", "nur in eine Richtung, laut Angabe"),
  LEVEL("level %s", "Ebene %s"),
  MORE("and %d more", "und %d weitere"),
  NO_CONDUIT("no conduit", "kein Conduit"),
  NO_CHANNEL("no channel", "kein Kanal");

  private final String english;
  private final String german;

  MapWords(String english, String german) {
    this.english = english;
    this.german = german;
  }

  String in(PrintedMap.Language language, Object... values) {
    String text =
        switch (language) {
          case EN -> english;
          case DE -> german;
        };
    return values.length == 0 ? text : String.format(Locale.ROOT, text, values);
  }
}
