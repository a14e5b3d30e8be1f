package dev.penstock.plant;

import java.util.Optional;

/**
 * A thing to be protected: a controller, a station, a server, a valve that can be talked to.
 *
 * @param zone id of the zone it is in; in a {@link Model} never empty
 */
public record Asset(String id, String name, Optional<String> zone) implements Element {}
