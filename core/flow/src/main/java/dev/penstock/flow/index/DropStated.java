package dev.penstock.flow.index;

/**
 * A sealed record that says what was dropped from the journal.
 *
 * @param entry of the block that holds it
 * @param record its place in the block
 * @param below position of the first frame that stayed
 * @param policy the rule that asked for it
 * @param at when it was made, ns since 1970
 */
public record DropStated(long entry, int record, long below, String policy, long at) {}
