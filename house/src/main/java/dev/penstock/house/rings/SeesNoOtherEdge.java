package dev.penstock.house.rings;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Module;
import dev.penstock.house.checkout.Ring;

/** An edge knows core and its own library; what it needs of another edge, app hands to it. */
final class SeesNoOtherEdge extends ArchCondition<JavaClass> {
  private final Checkout checkout;

  SeesNoOtherEdge(Checkout checkout) {
    super("see no other edge");
    this.checkout = checkout;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Module own = checkout.moduleOf(type).orElseThrow();
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      checkout
          .moduleOf(dependency.getTargetClass())
          .filter(module -> module.ring() == Ring.EDGE && !module.is(own.path()))
          .ifPresent(other ->
              events.add(
                  SimpleConditionEvent.violated(
                      type,
                      own.path() + " sees " + other.path() + ": " + dependency.getDescription())));
    }
  }
}
