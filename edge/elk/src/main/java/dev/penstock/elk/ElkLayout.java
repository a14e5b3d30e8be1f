package dev.penstock.elk;

import dev.penstock.plantmap.MapLayout;
import dev.penstock.plantmap.Placement;
import dev.penstock.plantmap.Placement.Box;
import dev.penstock.plantmap.Placement.Line;
import dev.penstock.plantmap.Placement.Point;
import dev.penstock.plantmap.Sheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * The layered algorithm of the Eclipse Layout Kernel, with rooms in rooms and lines in right
 * angles. One layout at a time, since the kernel is not said to stand more; the last ones are
 * remembered, for people look at the same plant again and again.
 */
public final class ElkLayout implements MapLayout {
  /** Layouts that are remembered: of a version or two, for some who see different zones. */
  private static final int REMEMBERED_MAX = 32;

  /** Fixed, so that the same sheet gets the same places everywhere. */
  private static final int SEED = 1;

  private static final double BETWEEN = 44;
  private static final double PADDING = 22;

  // Only touched while this is locked.
  private final Map<Sheet, Placement> remembered = new LinkedHashMap<>(16, 0.75f, true);
  private boolean isReady;

  @Override
  public synchronized Optional<Placement> place(Sheet sheet) {
    if (!sheet.isDrawable()) {
      return Optional.empty();
    }
    Placement known = remembered.get(sheet);
    if (known != null) {
      return Optional.of(known);
    }
    if (!isReady) {
      LayoutMetaDataService.getInstance()
          .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
      isReady = true;
    }
    Placement placement = new Laying(sheet).lay();
    Placement _ = remembered.put(sheet, placement);
    if (remembered.size() > REMEMBERED_MAX) {
      Placement _ = remembered.remove(remembered.keySet().iterator().next());
    }
    return Optional.of(placement);
  }

  /** One layout. */
  private static final class Laying {
    private final Sheet sheet;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<String, ElkNode> nodes = new HashMap<>();
    private final Map<String, ElkEdge> edges = new LinkedHashMap<>();

    Laying(Sheet sheet) {
      this.sheet = sheet;
    }

    Placement lay() {
      options(root);
      root.setProperty(CoreOptions.RANDOM_SEED, SEED);
      root.setProperty(CoreOptions.PADDING, new ElkPadding(PADDING));
      for (Sheet.Room room : sheet.rooms()) {
        add(room);
      }
      for (Sheet.Link link : sheet.links()) {
        add(link);
      }
      // The engine of the kernel would look for algorithms by their names; this is the only one.
      new LayeredLayoutProvider().layout(root, new BasicProgressMonitor());
      Map<String, Box> boxes = new HashMap<>();
      nodes.forEach((id, node) -> {
        KVector at = corner(node);
        Box _ = boxes.put(id, new Box(at.x, at.y, node.getWidth(), node.getHeight()));
      });
      Map<String, Line> lines = new HashMap<>();
      edges.forEach((id, edge) -> {
        Line _ = lines.put(id, line(edge));
      });
      return new Placement(root.getWidth(), root.getHeight(), boxes, lines);
    }

    private static void options(ElkNode node) {
      node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
      node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
      node.setProperty(CoreOptions.PARTITIONING_ACTIVATE, true);
      node.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
      node.setProperty(CoreOptions.SPACING_NODE_NODE, BETWEEN);
      node.setProperty(CoreOptions.SPACING_EDGE_NODE, BETWEEN / 2);
      node.setProperty(CoreOptions.SPACING_EDGE_EDGE, BETWEEN / 2);
      node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN);
      node.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, BETWEEN / 2);
    }

    private void add(Sheet.Room room) {
      ElkNode outer = room.parent().map(nodes::get).orElse(root);
      ElkNode node = ElkGraphUtil.createNode(outer);
      node.setIdentifier(room.id());
      node.setDimensions(room.width(), room.height());
      room.rank().ifPresent(rank -> node.setProperty(CoreOptions.PARTITIONING_PARTITION, rank));
      if (!outer.equals(root)) {
        options(outer);
        outer.setProperty(
            CoreOptions.PADDING,
            new ElkPadding(Sheet.HEAD_HEIGHT + PADDING / 2, PADDING, PADDING, PADDING));
        outer.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSizeWithPorts());
        outer.setProperty(
            CoreOptions.NODE_SIZE_MINIMUM, new KVector(outer.getWidth(), outer.getHeight()));
      }
      ElkNode _ = nodes.put(room.id(), node);
    }

    private void add(Sheet.Link link) {
      ElkEdge edge = ElkGraphUtil.createSimpleEdge(nodes.get(link.from()), nodes.get(link.to()));
      edge.setIdentifier(link.id());
      ElkLabel label = ElkGraphUtil.createLabel("", edge);
      label.setDimensions(link.labelWidth(), Sheet.LABEL_HEIGHT);
      label.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
      ElkEdge _ = edges.put(link.id(), edge);
    }

    private static KVector corner(ElkNode node) {
      KVector at = new KVector();
      ElkNode inner = node;
      while (inner.getParent() != null) {
        at.add(inner.getX(), inner.getY());
        inner = inner.getParent();
      }
      return at;
    }

    /** Places on a line count from the innermost room that holds both its ends. */
    private static Line line(ElkEdge edge) {
      KVector from = corner(edge.getContainingNode());
      List<Point> points = new ArrayList<>();
      for (ElkEdgeSection section : edge.getSections()) {
        points.add(new Point(from.x + section.getStartX(), from.y + section.getStartY()));
        for (ElkBendPoint bend : section.getBendPoints()) {
          points.add(new Point(from.x + bend.getX(), from.y + bend.getY()));
        }
        points.add(new Point(from.x + section.getEndX(), from.y + section.getEndY()));
      }
      ElkLabel label = edge.getLabels().getFirst();
      return new Line(points, new Point(from.x + label.getX(), from.y + label.getY()));
    }
  }
}
