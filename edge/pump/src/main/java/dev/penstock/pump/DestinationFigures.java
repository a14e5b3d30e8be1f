package dev.penstock.pump;

import java.time.Duration;
import java.util.Optional;

/**
 * How one destination stands.
 *
 * @param isLinked whether its link stands
 * @param why the link does not stand, or what else is in the way
 * @param lag positions of the journal that it has not acknowledged
 * @param behind how long ago it had all that there was
 * @param sent records that were sent, again ones included
 * @param acknowledged of these, those that it acknowledged
 * @param historyLeft positions that are still to be made good
 * @param overtaken positions that retention took before it had them
 * @param links how often the link stood
 */
public record DestinationFigures(
    boolean isLinked,
    Optional<String> why,
    long lag,
    Duration behind,
    long sent,
    long acknowledged,
    long historyLeft,
    long overtaken,
    long links) {}
