package dev.penstock.plant;

import java.util.List;
import java.util.Optional;

/**
 * What is known of an asset beside its place.
 *
 * @param owner who answers for it: a person, a role or a department
 * @param model as its supplier calls it
 * @param address where it is reached, in the words of its network
 * @param tags words to find it by; each has the form of an id
 */
public record AssetFacts(
    Optional<AssetKind> kind,
    Optional<String> owner,
    Optional<String> supplier,
    Optional<String> model,
    Optional<String> firmware,
    Optional<String> address,
    List<String> tags) {
  /** Nothing is known. */
  public static final AssetFacts NONE =
      new AssetFacts(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of());

  public AssetFacts {
    tags = List.copyOf(tags);
  }

  /** The same with its tags in another order. */
  AssetFacts withTags(List<String> other) {
    return new AssetFacts(kind, owner, supplier, model, firmware, address, other);
  }
}
