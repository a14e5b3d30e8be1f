package dev.penstock.plant;

import java.util.Optional;

/**
 * What an assessment is about. A model that names one claims to be whole, and is held to that.
 *
 * <p>Req: 62443-3-2 ZCR 1.1
 *
 * @param boundary where it ends, in words
 */
public record SystemUnderConsideration(String id, String name, Optional<String> boundary)
    implements Element {}
