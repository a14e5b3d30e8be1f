package dev.penstock.conduit.dryrun;

import java.util.List;

/**
 * What a dry run found.
 *
 * @param looked requests that were asked of both policies
 * @param nowDenied of these, how many only the policy of before let pass, at once or by two people
 * @param nowPassing how many were denied before and would no more be, at once or by two people
 * @param nowPaired how many passed at once and would need two people
 * @param nowSingle how many needed two people and would pass at once
 * @param changes the groups, what is denied now first, in it the largest first
 * @param leftOut requests that changed and are in no group, because there are too many groups
 */
public record Outcome(
    long looked,
    long nowDenied,
    long nowPassing,
    long nowPaired,
    long nowSingle,
    List<Change> changes,
    long leftOut) {
  public Outcome {
    changes = List.copyOf(changes);
  }
}
