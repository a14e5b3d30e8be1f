package dev.penstock.testkit.cddl;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts a CDDL grammar is made of. */
sealed interface Type {
  /** A literal number, text or byte string. */
  record Literal(Item value) implements Type {}

  /** A name, with what stands in angle brackets behind it. */
  record Named(String name, List<Type> arguments) implements Type {}

  record Choice(List<Type> types) implements Type {}

  record Range(BigInteger from, BigInteger to, boolean isToIncluded) implements Type {}

  /** A type with a control operator behind it. */
  record Controlled(Type type, String operator, Type argument) implements Type {}

  record ArrayOf(Group group) implements Type {}

  record MapOf(Group group) implements Type {}

  /**
   * A tagged type.
   *
   * @param number null for any tag
   */
  record Tagged(@Nullable BigInteger number, Type content) implements Type {}

  /** Any of the values that a group names. */
  record AnyOf(Group group) implements Type {}

  /** Groups to choose from, each a row of entries. */
  record Group(List<List<Entry>> choices) {}

  /** One entry of a group, at least {@code min} and at most {@code max} times. */
  sealed interface Entry {
    int min();

    int max();
  }

  /**
   * An entry with a type, and a key in a map.
   *
   * @param key null where an array entry has none
   */
  record Member(int min, int max, @Nullable Type key, Type type) implements Entry {}

  record Nested(int min, int max, Group group) implements Entry {}

  /** What a rule's name stands for. */
  record Rule(List<String> parameters, Type type) {}
}
