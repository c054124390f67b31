-- +goose Up
-- In which language somebody wrote to us, so that we write back in it.

-- language is that of the page with the form (BCP 47), '' for the site's own.
ALTER TABLE messages ADD COLUMN language text NOT NULL DEFAULT '' CHECK (char_length(language) <= 35);
ALTER TABLE answer_wishes ADD COLUMN language text NOT NULL DEFAULT '' CHECK (char_length(language) <= 35);
