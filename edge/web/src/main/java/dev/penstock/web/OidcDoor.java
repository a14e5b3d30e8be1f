package dev.penstock.web;

import dev.penstock.reception.Answer;
import dev.penstock.reception.Entry;
import dev.penstock.reception.Origin;
import java.io.IOException;

/** The way in by a provider outside, OpenID Connect Core 1.0. */
public interface OidcDoor {
  /** What people call the provider. */
  String name();

  /**
   * Begins.
   *
   * @throws IOException when the provider cannot be asked
   */
  Begun begin() throws IOException;

  /**
   * The browser is back from the provider.
   *
   * @param kept what {@link Begun#kept} said
   * @param query of the address it came back to
   */
  Answer<Entry> finish(Origin origin, String kept, String query) throws IOException;

  /**
   * Where to send the browser.
   *
   * @param kept a secret that ties the return to this browser
   */
  record Begun(String address, String kept) {
    /** Says nothing of the secret. */
    @Override
    public String toString() {
      return "Begun";
    }
  }
}
