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
   * This node as the provider knows it: scheme, host and perhaps a port. Cookies are bound to the
   * host, so the way to the provider begins and ends there.
   */
  String home();

  /**
   * Begins.
   *
   * @throws IOException when the provider cannot be asked, or says nothing that can be used
   */
  Begun begin() throws IOException, InterruptedException;

  /**
   * The browser is back from the provider.
   *
   * @param kept what {@link Begun#kept} said
   * @param query of the address it came back to
   * @throws IOException when the provider cannot be asked, or says nothing that can be used
   */
  Answer<Entry> finish(Origin origin, String kept, String query)
      throws IOException, InterruptedException;

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
