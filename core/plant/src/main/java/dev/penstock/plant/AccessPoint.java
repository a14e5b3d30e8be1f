package dev.penstock.plant;

import java.util.Optional;

/**
 * A place where somebody or something gets into the system under consideration.
 *
 * <p>Req: 62443-3-2 ZCR 1.1
 *
 * @param zone id of the zone it leads to
 * @param conduit id of the conduit it comes in by
 */
public record AccessPoint(
    String id,
    String name,
    Optional<AccessKind> kind,
    Optional<String> zone,
    Optional<String> conduit,
    Optional<Authentication> authentication)
    implements Element {}
