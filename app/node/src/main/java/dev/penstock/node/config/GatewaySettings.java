package dev.penstock.node.config;

import dev.penstock.node.gateway.Credentials;
import dev.penstock.yaml.Section;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a node finds what it connects, by what it is let in there, and in which zone of the plant
 * it lies itself, docs/connections.md.
 *
 * @param zone whose own reading the policy judges it by
 * @param file the connections as people keep them; empty where the node is told of them otherwise,
 *     or has none
 * @param credentials by their names
 * @param agreement who must agree to other connections
 */
public record GatewaySettings(
    Optional<String> zone,
    Optional<Path> file,
    Map<String, Credentials> credentials,
    PlantSettings.Agreement agreement) {
  /** Nothing is connected, until somebody proposes it. */
  public static final GatewaySettings NONE =
      new GatewaySettings(Optional.empty(), Optional.empty(), Map.of());

  public GatewaySettings {
    credentials = Map.copyOf(credentials);
  }

  /** The same where a second person must agree to other connections. */
  public GatewaySettings(
      Optional<String> zone, Optional<Path> file, Map<String, Credentials> credentials) {
    this(zone, file, credentials, PlantSettings.Agreement.SECOND_PERSON);
  }

  /** The same where somebody else must agree, or nobody. */
  public GatewaySettings with(PlantSettings.Agreement other) {
    return new GatewaySettings(zone, file, credentials, other);
  }

  /** Whether a change of the connections takes a second person. */
  public boolean needsTwo() {
    return agreement == PlantSettings.Agreement.SECOND_PERSON;
  }

  static GatewaySettings of(Section file) {
    GatewaySettings told = file.section("gateway", GatewaySettings::told);
    return new GatewaySettings(told.zone(), told.file(), credentials(file), told.agreement());
  }

  private static GatewaySettings told(Section section) {
    return new GatewaySettings(
        section.optionalText("zone"),
        section.optionalText("connections").map(Path::of),
        Map.of(),
        PlantSettings.agreement(section));
  }

  private static Map<String, Credentials> credentials(Section file) {
    Map<String, Credentials> all = new HashMap<>();
    var _ =
        file.sections(
            "credentials",
            each -> {
              String name = each.text("name", "the name by which connections have them", "unnamed");
              var credentials =
                  new Credentials(
                      BrokerSettings.login(each),
                      each.has("tls") ? each.section("tls", BrokerSettings::tls) : null);
              if (all.put(name, credentials) != null) {
                each.refuse("name", "is that of others too; each needs one of its own");
              }
              return name;
            });
    return all;
  }
}
