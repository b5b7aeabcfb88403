-- The tables of pekko-persistence-jdbc, as its own script has them but for what Sampo does not use, and a rule.
CREATE TABLE event_journal (
  ordering BIGSERIAL,
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  deleted BOOLEAN DEFAULT FALSE NOT NULL,
  writer VARCHAR(255) NOT NULL,
  write_timestamp BIGINT,
  adapter_manifest VARCHAR(255),
  event_ser_id INTEGER NOT NULL,
  event_ser_manifest VARCHAR(255) NOT NULL,
  event_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

CREATE UNIQUE INDEX event_journal_ordering_idx ON event_journal (ordering);

CREATE TABLE event_tag (
  event_id BIGINT,
  tag VARCHAR(256),
  PRIMARY KEY (event_id, tag),
  CONSTRAINT fk_event_journal FOREIGN KEY (event_id) REFERENCES event_journal (ordering) ON DELETE CASCADE
);

CREATE TABLE snapshot (
  persistence_id VARCHAR(255) NOT NULL,
  sequence_number BIGINT NOT NULL,
  created BIGINT NOT NULL,
  snapshot_ser_id INTEGER NOT NULL,
  snapshot_ser_manifest VARCHAR(255) NOT NULL,
  snapshot_payload BYTEA NOT NULL,
  meta_ser_id INTEGER,
  meta_ser_manifest VARCHAR(255),
  meta_payload BYTEA,
  PRIMARY KEY (persistence_id, sequence_number)
);

-- A batch that failed leaves no hole: what was to follow it is refused, too. The last event of an entity is never deleted,
-- only marked, so there is always one to follow.
CREATE FUNCTION sampo_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sequence_number > 1 AND NOT EXISTS (
      SELECT 1 FROM event_journal
      WHERE persistence_id = NEW.persistence_id AND sequence_number = NEW.sequence_number - 1) THEN
    RAISE EXCEPTION 'event % of % would follow one that is not there', NEW.sequence_number, NEW.persistence_id;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER sampo_follows BEFORE INSERT ON event_journal FOR EACH ROW EXECUTE FUNCTION sampo_follows();
