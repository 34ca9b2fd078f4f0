/**
 * Names that columns of ledgers, rosters, time sheets and surveys go by, for each column of an input table, as plainText makes them.
 * `account_name` and `date` are no columns of a table: kinds and months are told from them.
 */
export const inputWords: Readonly<Record<string, readonly string[]>> = {
  line_id: ['line id', 'entry no', 'entry number', 'document no', 'document number', 'doc no', 'document', 'journal number', 'journal no', 'journal id', 'voucher', 'voucher no', 'transaction id', 'transaction no', 'internal id', 'num', 'ref', 'reference', 'invoice no', 'belegnummer', 'belegnr', 'beleg nr', 'belegfeld 1', 'beleg', 'buchungsnummer', 'piece', 'numero de piece', 'asiento', 'documento', 'boekstuk', 'id', 'no', 'number'],
  date: ['posting date', 'pstng date', 'date', 'transaction date', 'document date', 'doc date', 'gl date', 'accounting date', 'invoice date', 'buchungsdatum', 'belegdatum', 'datum', 'date comptable', 'fecha', 'data', 'boekdatum', 'recognised day', 'recognized date', 'revenue date'],
  period_start_day: ['period start day', 'period start', 'from', 'start', 'start date', 'service start', 'von', 'leistungsbeginn'],
  period_end_day: ['period end day', 'period end', 'to', 'end', 'end date', 'service end', 'bis', 'leistungsende'],
  recognised_day: ['recognised day', 'recognized date', 'revenue date', 'recognition date', 'posting date', 'date', 'transaction date', 'invoice date', 'buchungsdatum', 'belegdatum', 'datum'],
  ledger_account: ['ledger account', 'g l account no', 'g l account', 'gl account', 'account code', 'account number', 'account no', 'acct', 'account', 'sachkonto', 'konto', 'kontonummer', 'konto nr', 'compte', 'numero de compte', 'cuenta', 'conta', 'conto', 'grootboekrekening', 'cost element', 'g l acct', 'company account'],
  account_name: ['section', 'g l account name', 'g l account short text', 'account name', 'g l acct long text', 'g l account long text', 'gl account name', 'cost element descr', 'cost element description', 'account description', 'account text', 'account', 'kontobezeichnung', 'kontoname', 'konto bezeichnung', 'libelle compte', 'intitule du compte', 'cost element name', 'nombre de la cuenta', 'description', 'memo', 'memo description', 'buchungstext', 'text', 'beschreibung'],
  cost_centre: ['cost centre', 'cost center', 'cost ctr', 'costcenter', 'kostenstelle', 'kost1', 'kost1 kostenstelle', 'department', 'class', 'tracking name 1', 'tracking option', 'centre de cout', 'centro de coste', 'centro de custo', 'centro di costo', 'kostenplaats'],
  kind: ['kind', 'cost kind', 'kostenart', 'cost type'],
  scope: ['scope'],
  amount: ['amount', 'amount in local currency', 'amount in lc', 'local currency amount', 'amount lc', 'net amount', 'amount net', 'net', 'total', 'umsatz ohne soll haben kz', 'umsatz', 'betrag', 'betrag in hw', 'nettobetrag', 'montant', 'importe', 'valor', 'importo', 'bedrag', 'amount eur', 'amount usd', 'value', 'amount in company code currency', 'amount in cocd currency', 'company code currency amount', 'val in rep cur', 'value in rep cur', 'val coar crcy', 'value coar crcy'],
  debit: ['debit', 'debit amount', 'soll', 'sollbetrag', 'debito', 'debe', 'debet', 'amount debit'],
  credit: ['credit', 'credit amount', 'haben', 'habenbetrag', 'credito', 'haber', 'amount credit'],
  negative: ['soll haben kennzeichen', 'soll haben kz', 's h', 'd c', 'debit credit', 'debit credit indicator', 'dr cr', 'shkzg'],
  currency: ['currency', 'curr', 'crcy', 'currency code', 'local currency', 'wkz umsatz', 'wahrung', 'wkz', 'devise', 'moneda', 'moeda', 'valuta', 'company code currency', 'report currency', 'rep currency', 'cocd currency'],
  person_id: ['person id', 'employee id', 'employee number', 'employee no', 'worker id', 'staff id', 'personnel number', 'personalnummer', 'personal nr', 'pers nr', 'mitarbeiternummer', 'matricule', 'id empleado', 'person', 'user', 'username', 'employee', 'member', 'worker', 'mitarbeiter', 'agent', 'email', 'name', 'id', 'user id', 'employee', 'employee nr', 'mitarbeiter id'],
  name: ['name', 'full name', 'employee name', 'worker', 'display name', 'preferred name', 'mitarbeiter', 'nom', 'nombre', 'nome', 'naam'],
  email: ['email', 'work email', 'email address', 'primary work email', 'e mail', 'mail', 'e mail adresse'],
  team: ['team', 'department', 'org unit', 'organizational unit', 'supervisory organization', 'abteilung', 'gruppe', 'equipe', 'equipo', 'afdeling'],
  level: ['level', 'grade', 'job level', 'pay grade', 'stufe', 'management level', 'job grade'],
  location: ['location', 'office', 'work location', 'standort', 'site', 'lieu', 'ubicacion'],
  manager_id: ['manager id', 'supervisor id', 'reports to id', 'manager employee id', 'vorgesetzter id', 'manager user id', 'supervisor user id'],
  fte: ['fte', 'full time equivalent', 'fte percent', 'fte %', 'working time percentage', 'beschaftigungsgrad', 'arbeitszeitanteil', 'taux d activite'],
  start_day: ['start day', 'start date', 'hire date', 'date of hire', 'effective date', 'valid from', 'from', 'eintritt', 'eintrittsdatum', 'gultig ab', 'date d entree', 'fecha de alta', 'in dienst', 'einstellungsdatum', 'original hire date', 'start of employment', 'vertragsbeginn'],
  end_day: ['end day', 'end date', 'termination date', 'valid to', 'to', 'last day', 'last day of work', 'leave date', 'austritt', 'austrittsdatum', 'gultig bis', 'date de sortie', 'fecha de baja', 'uit dienst', 'vertragsende', 'kundigungsdatum', 'end of employment', 'letzter arbeitstag'],
  entry_id: ['entry id', 'time entry id', 'worklog id', 'timesheet id', 'id', 'entry', 'no'],
  ticket_id: ['ticket id', 'ticket', 'issue key', 'issue', 'case number', 'case', 'ticket number', 'ticketnummer', 'vorgang', 'ticket no', 'ticket ref', 'issue id', 'ticketid', 'vorgangsnummer'],
  work_day: ['work day', 'work date', 'date', 'day', 'spent date', 'spent on', 'entry date', 'datum', 'tag', 'fecha', 'data', 'start date', 'entry day', 'logged date', 'worked on'],
  hours: ['hours', 'time spent', 'duration', 'worked', 'hours worked', 'duration h', 'duration hours', 'time', 'stunden', 'dauer', 'zeit', 'heures', 'duree', 'horas', 'ore', 'uren', 'duration decimal', 'hours decimal', 'zeitaufwand', 'aufgewendete stunden'],
  start_time: ['start time', 'started', 'time started', 'beginn', 'von', 'start'],
  entry_text: ['description', 'notes', 'note', 'comment', 'task', 'work description', 'beschreibung', 'bemerkung', 'notiz'],
  activity: ['activity', 'activity type', 'task type', 'type', 'category', 'project', 'task', 'tatigkeit', 'aktivitat', 'projekt', 'activite', 'actividad', 'activity name', 'task name', 'leistungsart', 'kategorie'],
  billable: ['billable', 'abrechenbar', 'facturable'],
  survey_id: ['survey id', 'response id', 'respondent id', 'id', 'survey response id', 'rating id', 'submission id'],
  score: ['score', 'rating', 'csat', 'csat score', 'nps score', 'nps', 'answer', 'satisfaction', 'bewertung', 'note', 'puntuacion', 'satisfaction score'],
  label: ['label', 'satisfaction', 'result'],
  offered_at: ['offered at', 'sent at', 'survey sent', 'sent', 'invited at', 'survey sent at', 'date sent', 'versendet am'],
  answered_at: ['answered at', 'responded at', 'response date', 'recorded date', 'submit date utc', 'submitted at', 'submit date', 'completed at', 'end date', 'date submitted', 'recorded date', 'rated at', 'date', 'beantwortet am', 'timestamp', 'created at', 'response time', 'rated on', 'created', 'recorded at', 'datecreated'],
  respondent_id: ['respondent', 'contact id', 'customer id', 'user id', 'requester'],
  channel: ['channel', 'kanal'],
}; // prettier-ignore

/** Words of names that mean another thing in one table than in the others, and of what only it has. */
export const wordsOfTables: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  costs: {
    kind: ['kind', 'cost kind', 'kostenart', 'cost type', 'expense type', 'category', 'kategorie', 'categorie', 'categoria'],
    month: ['month', 'period', 'monat', 'periode', 'buchungsperiode', 'mois', 'mes', 'mese', 'maand', 'posting period', 'fiscal period'],
  },
  roster: {
    person_id: ['person id', 'employee id', 'employee', 'employee number', 'employee no', 'worker id', 'staff id', 'personnel number', 'personalnummer', 'personal nr', 'pers nr', 'mitarbeiternummer', 'mitarbeiter id', 'matricule', 'user id', 'id', 'username', 'email', 'name'],
    weekly_hours: ['weekly hours', 'weekly working hours', 'standard weekly hours', 'standard hours', 'scheduled weekly hours', 'contracted hours', 'hours per week', 'wochenstunden', 'wochenarbeitszeit', 'heures hebdomadaires', 'horas semanales', 'ore settimanali'],
  },
  surveys: {
    kind: ['kind', 'survey type', 'survey kind'],
    person_id: ['agent', 'agent name', 'assignee', 'rated agent', 'agent email', 'mitarbeiter'],
    respondent_id: ['respondent', 'contact id', 'customer id', 'person id', 'user id', 'customer email', 'person email', 'recipient email', 'requester'],
    survey_id: ['survey id', 'response id', 'responseid', 'respondent id', 'survey response id', 'rating id', 'submission id', 'token', 'id'],
    ticket_id: ['ticket id', 'ticketid', 'ticket', 'issue key', 'case number', 'case', 'ticket number', 'ticket no', 'ticketnummer', 'vorgang', 'conversation id'],
  },
}; // prettier-ignore

/** Words in the name of an account that tell the kind of cost. */
export const costKinds: Readonly<Record<string, readonly string[]>> = {
  salary: ['salary', 'salaries', 'wages', 'payroll', 'social security', 'pension', 'bonus', 'gehalt', 'gehalter', 'lohne', 'lohn', 'personalaufwand', 'personalkosten', 'sozialabgaben', 'sozialversicherung', 'salaires', 'charges sociales', 'sueldos', 'salarios', 'stipendi', 'salarissen', 'lonen'],
  contractor: ['contractor', 'contractors', 'contract labor', 'contract labour', 'subcontractors', 'freelancer', 'freelancers', 'temporary staff', 'outsourcing', 'outsourced', 'fremdleistungen', 'freie mitarbeiter', 'leiharbeit', 'zeitarbeit', 'sous traitance', 'subcontratacion', 'inhuur'],
  tools: ['software', 'licences', 'licenses', 'licence', 'license', 'subscription', 'subscriptions', 'saas', 'hosting', 'cloud', 'lizenz', 'lizenzen', 'edv', 'it kosten', 'logiciel', 'logiciels', 'licencias', 'licenze', 'computer'],
  training: ['training', 'education', 'courses', 'seminars', 'conferences', 'fortbildung', 'weiterbildung', 'schulung', 'schulungen', 'formation', 'formacion', 'formazione', 'opleiding'],
  telephony: ['telephone', 'telephony', 'phone', 'telecom', 'telecommunications', 'communication', 'telefon', 'telekommunikation', 'telefonkosten', 'telecommunications', 'telefono', 'telefoon'],
  facilities: ['rent', 'office', 'facilities', 'utilities', 'electricity', 'cleaning', 'premises', 'miete', 'raumkosten', 'buro', 'strom', 'heizung', 'reinigung', 'loyer', 'locaux', 'alquiler', 'affitto', 'huur', 'huisvesting'],
  overhead: ['overhead', 'administration', 'allocation', 'management fee', 'insurance', 'travel', 'umlage', 'verwaltung', 'versicherung', 'reisekosten', 'frais generaux', 'gastos generales'],
}; // prettier-ignore

/** Words that tell what time was spent on. */
export const activityWords: Readonly<Record<string, readonly string[]>> = {
  online_support: ['support', 'ticket', 'tickets', 'customer', 'case', 'cases', 'kunde', 'kunden', 'helpdesk', 'kundensupport', 'kundendienst', 'kundenservice', 'kundenbetreuung', 'assistance', 'soporte', 'suporte'],
  training: ['training', 'schulung', 'course', 'learning', 'fortbildung', 'weiterbildung', 'formation', 'onboarding'],
  knowledge: ['documentation', 'knowledge', 'dokumentation', 'articles', 'wissen', 'knowledge base'],
  tool_development: ['development', 'automation', 'entwicklung'],
  leave: ['leave', 'vacation', 'holiday', 'sick', 'urlaub', 'krank', 'krankheit', 'pto', 'conges', 'absence', 'abwesenheit'],
  non_support: ['meeting', 'meetings', 'admin', 'administration', 'internal', 'intern', 'besprechung', 'sales'],
}; // prettier-ignore

/** Words of an answer, as plainText makes them. */
export const labelWords: Readonly<Record<'good' | 'neutral' | 'bad', readonly string[]>> = {
  good: ['good', 'great', 'excellent', 'amazing', 'satisfied', 'very satisfied', 'happy', 'very happy', 'extremely happy', 'extremely satisfied', 'awesome', 'positive', 'promoter', 'zufrieden', 'sehr zufrieden', 'gut', 'sehr gut', 'satisfait', 'tres satisfait', 'bien', 'satisfecho', 'muy satisfecho', 'satisfeito', 'muito satisfeito'],
  neutral: ['neutral', 'okay', 'ok', 'average', 'neither satisfied nor dissatisfied', 'passive', 'mittel', 'moyen', 'regular'],
  bad: ['bad', 'terrible', 'poor', 'awful', 'unhappy', 'very unhappy', 'extremely unhappy', 'dissatisfied', 'very dissatisfied', 'extremely dissatisfied', 'unsatisfied', 'negative', 'detractor', 'not good', 'not satisfied', 'unzufrieden', 'sehr unzufrieden', 'schlecht', 'insatisfait', 'mauvais', 'insatisfecho', 'malo', 'insatisfeito', 'ruim'],
}; // prettier-ignore
