-- Links are computed while spans still come, of the traces that are old enough to be whole; the oldest first.
DROP INDEX traces_to_link;
CREATE INDEX traces_to_link ON traces (arrived_s) WHERE links IS NULL;
