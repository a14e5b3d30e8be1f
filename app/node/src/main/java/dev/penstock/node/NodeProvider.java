package dev.penstock.node;

import dev.penstock.node.config.OidcSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.people.ProviderDoor;
import dev.penstock.reception.Reception;
import dev.penstock.web.OidcDoor;
import dev.penstock.web.WebOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The provider outside at which people may sign in, where the settings name one and it can be used.
 * A node whose provider cannot be used goes on with its own accounts.
 */
final class NodeProvider implements Closeable {
  /** No provider is wanted. */
  static final NodeProvider NONE = new NodeProvider(null, Optional.empty());

  private final @Nullable ProviderDoor door;
  private final Optional<String> obstacle;

  private NodeProvider(@Nullable ProviderDoor door, Optional<String> obstacle) {
    this.door = door;
    this.obstacle = obstacle;
  }

  /** Opens the way to it; it is not asked before somebody wants to sign in. */
  static NodeProvider open(WebOptions options, NodePeople people, NodeWeb.Ground ground) {
    Optional<OidcSettings> wanted = ground.people().oidc();
    Optional<Reception> reception = people.reception();
    if (wanted.isEmpty() || reception.isEmpty()) {
      return NONE;
    }
    Optional<String> home = FrontDoor.home(options);
    if (home.isEmpty()) {
      return new NodeProvider(
          null, Optional.of("nobody signs in at a provider: the port of the node is not fixed"));
    }
    try {
      ProviderDoor door =
          ProviderDoor.open(
              wanted.get(),
              new ProviderDoor.Ground(
                  home.get(),
                  reception.get().signIns(),
                  ground.signatures(),
                  ground.machine().clock(),
                  ground.machine().random(),
                  ground.log()));
      ground
          .log()
          .say(
              LogLevel.INFO,
              "provider",
              "people may sign in at " + door.name() + ", which must know the redirect address",
              "redirect",
              door.redirect());
      return new NodeProvider(door, Optional.empty());
    } catch (IOException e) {
      return new NodeProvider(
          null, Optional.of("nobody signs in at " + wanted.get().name() + ": " + e.getMessage()));
    }
  }

  /** The way in, where there is one. */
  Optional<OidcDoor> door() {
    return Optional.ofNullable(door);
  }

  /** For people: which provider, and what must be entered there. */
  Optional<String> line() {
    return Optional.ofNullable(door)
        .map(open -> open.name() + ", redirect address " + open.redirect());
  }

  /** Why there is none although the settings name one. */
  Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public void close() {
    if (door != null) {
      door.close();
    }
  }
}
