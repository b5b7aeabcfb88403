/** Graphs as users write them ({@link dev.sampo.dag.Dag}) and as the engine reads them ({@link dev.sampo.dag.Blueprint}). */
package dev.sampo.dag;
