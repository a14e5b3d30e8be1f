package dev.penstock.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what came and what was answered, in bounded memory: by status alone. */
final class Traffic {
  private final Map<Integer, AtomicLong> byStatus = new ConcurrentHashMap<>();
  private final AtomicLong incidents = new AtomicLong();

  void answered(int status) {
    long _ = byStatus.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
  }

  /** The number of a new incident. */
  long incident() {
    return incidents.incrementAndGet();
  }

  List<NodeStatus.Figure> figures(int queries, long events) {
    var values = new ArrayList<NodeStatus.Figure.Value>();
    byStatus.forEach((status, count) ->
        values.add(
            new NodeStatus.Figure.Value(
                Map.of("status", Integer.toString(status)), (double) count.get())));
    return List.of(
        new NodeStatus.Figure(
            "penstock_http_answers_total",
            "Answers of the HTTP API, by status.",
            NodeStatus.Figure.Kind.COUNTER,
            values),
        NodeStatus.Figure.of(
            "penstock_http_incidents_total",
            "Requests that failed by a fault of the node or of its disk.",
            NodeStatus.Figure.Kind.COUNTER,
            (double) incidents.get()),
        NodeStatus.Figure.of(
            "penstock_http_queries",
            "Answers that are being made from what is stored.",
            NodeStatus.Figure.Kind.GAUGE,
            queries),
        NodeStatus.Figure.of(
            "penstock_http_events_total",
            "Events that became durable.",
            NodeStatus.Figure.Kind.COUNTER,
            (double) events));
  }
}
