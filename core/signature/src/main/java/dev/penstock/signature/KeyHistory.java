package dev.penstock.signature;

import java.util.ArrayList;
import java.util.List;

/**
 * Which key speaks for which tree size of one log: the first key, which is trusted from outside,
 * and the rotations that followed from it. For each size exactly one key is the right one.
 */
public final class KeyHistory {
  /** What came out of adding a rotation. */
  public sealed interface Following {
    /** The history with one key more. */
    record Followed(KeyHistory history) implements Following {}

    /** The rotation does not continue this history. */
    record Refused(String why) implements Following {}
  }

  private final String name;
  private final VerificationKey first;
  private final List<KeyRotation> rotations;

  private KeyHistory(String name, VerificationKey first, List<KeyRotation> rotations) {
    this.name = name;
    this.first = first;
    this.rotations = List.copyOf(rotations);
  }

  /** The history of a key that was never rotated. */
  public static KeyHistory of(String name, VerificationKey first) {
    return new KeyHistory(name, first, List.of());
  }

  /** The key that signs from now on. */
  public VerificationKey current() {
    return rotations.isEmpty() ? first : rotations.getLast().newKey();
  }

  /** The one key that may sign for this tree size. */
  public VerificationKey keyAt(long size) {
    for (KeyRotation rotation : rotations) {
      if (size <= rotation.lastSize()) {
        return rotation.oldKey();
      }
    }
    return current();
  }

  /** All keys, oldest first. */
  public List<VerificationKey> keys() {
    List<VerificationKey> keys = new ArrayList<>(List.of(first));
    rotations.forEach(rotation -> keys.add(rotation.newKey()));
    return List.copyOf(keys);
  }

  /** The rotations that were followed, oldest first. */
  public List<KeyRotation> rotations() {
    return rotations;
  }

  /**
   * Continues with a rotation whose signatures were found good.
   *
   * @param index where it stands in the log: no tree up to this size holds it, each larger one does
   */
  public Following follow(long index, KeyRotationCheck.Signed signed) {
    KeyRotation next = signed.rotation();
    if (next.lastSize() != index) {
      return new Following.Refused(
          "it stands at " + index + " and was signed to stand at " + next.lastSize());
    }
    if (!next.name().equals(name)) {
      return new Following.Refused("it is about \"" + next.name() + "\", not \"" + name + "\"");
    }
    if (!next.oldKey().equals(current())) {
      return new Following.Refused("it hands over from a key that is not the current one");
    }
    if (keys().contains(next.newKey())) {
      return new Following.Refused("it hands over to a key that was given up before");
    }
    if (!rotations.isEmpty() && next.lastSize() <= rotations.getLast().lastSize()) {
      return new Following.Refused(
          "it ends at size " + next.lastSize() + ", where the key had not begun");
    }
    List<KeyRotation> more = new ArrayList<>(rotations);
    more.add(next);
    return new Following.Followed(new KeyHistory(name, first, more));
  }
}
