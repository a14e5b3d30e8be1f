package dev.penstock.plant;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much of what there is in lists inside lists.
 *
 * @param wordsChars characters of all that is said about things
 */
record Counts(long channels, long functionAssets, long wordsChars) {
  static Counts of(Draft draft) {
    long channels = draft.conduits().stream().mapToLong(c -> c.what().channels().size()).sum();
    long assets = draft.functions().stream().mapToLong(f -> f.what().assets().size()).sum();
    return new Counts(channels, assets, words(draft).mapToLong(String::length).sum());
  }

  private static Stream<String> words(Draft draft) {
    Stream<Optional<String>> system =
        draft.system().stream().map(listed -> listed.what().boundary());
    Stream<Optional<String>> zones =
        draft.zones().stream()
            .map(Listed::what)
            .flatMap(zone -> Stream.of(zone.criticality(), rationale(zone.target())));
    Stream<Optional<String>> conduits =
        draft.conduits().stream().map(listed -> rationale(listed.what().target()));
    Stream<String> assets = draft.assets().stream().flatMap(a -> words(a.what().facts()));
    Stream<String> accepted =
        draft.accepted().stream()
            .map(Listed::what)
            .flatMap(each -> Stream.of(each.rule(), each.where(), each.rationale()));
    Stream<String> optional =
        Stream.of(system, zones, conduits).flatMap(s -> s).flatMap(Optional::stream);
    return Stream.of(optional, assets, accepted).flatMap(each -> each);
  }

  private static Optional<String> rationale(Optional<SlTarget> target) {
    return target.flatMap(SlTarget::rationale);
  }

  private static Stream<String> words(AssetFacts facts) {
    Stream<String> texts =
        Stream.of(facts.owner(), facts.supplier(), facts.model(), facts.firmware(), facts.address())
            .flatMap(Optional::stream);
    return Stream.concat(texts, facts.tags().stream());
  }
}
