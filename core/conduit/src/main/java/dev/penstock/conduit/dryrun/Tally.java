package dev.penstock.conduit.dryrun;

/**
 * Requests, counted.
 *
 * @param looked on record, whether another policy could be asked about them or not
 * @param nowDenied of these, how many only the policy of before let pass, at once or by two people
 * @param nowPassing how many were denied before and would no more be, at once or by two people
 * @param nowPaired how many passed at once and would need two people
 * @param nowSingle how many needed two people and would pass at once
 * @param notToldApart how many are in records of many of which some may be answered differently
 * @param byRates how many of those that are told apart rest on rates, answered differently or not
 * @param unknown of how many the records say too little to ask another policy
 * @param decidedByOther how many were decided by another policy than the one that is in force now
 * @param leftOut how many are answered differently, or may be, and are in no group for want of room
 */
public record Tally(
    long looked,
    long nowDenied,
    long nowPassing,
    long nowPaired,
    long nowSingle,
    long notToldApart,
    long byRates,
    long unknown,
    long decidedByOther,
    long leftOut) {
  /** Nothing yet. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  Tally and(Tally other) {
    return new Tally(
        looked + other.looked,
        nowDenied + other.nowDenied,
        nowPassing + other.nowPassing,
        nowPaired + other.nowPaired,
        nowSingle + other.nowSingle,
        notToldApart + other.notToldApart,
        byRates + other.byRates,
        unknown + other.unknown,
        decidedByOther + other.decidedByOther,
        leftOut + other.leftOut);
  }

  /** How many would surely be answered differently, or by the rates on record. */
  public long changed() {
    return nowDenied + nowPassing + nowPaired + nowSingle;
  }
}
