package dev.penstock.commanding;

import dev.penstock.evidence.record.ByteString;
import java.time.Instant;
import java.util.Optional;

/**
 * How a command stands.
 *
 * @param id 16 bytes, by which records name it
 * @param wish empty for a command of an earlier run of the node
 * @param text what the phase means here, for people; empty where there is no more to say
 * @param status the device's own number, where it refused; else 0
 * @param rule that allowed it; empty before it is known
 */
public record Standing(
    ByteString id,
    Optional<Wish> wish,
    Phase phase,
    String text,
    long status,
    Optional<String> rule,
    Instant until) {}
