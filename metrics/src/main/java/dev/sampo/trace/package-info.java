/** What jobs and attempts did, as spans of OpenTelemetry: begin at {@link dev.sampo.trace.SampoTraces}. */
package dev.sampo.trace;
